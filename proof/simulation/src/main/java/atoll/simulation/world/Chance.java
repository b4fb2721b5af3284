package atoll.simulation.world;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a seed decides. Each purpose draws from a stream of its own, so that one more draw of one
 * changes nothing for the others.
 */
public final class Chance {
  private final SplittableRandom random;

  private Chance(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The stream of one purpose. */
  public static Chance of(long seed, String purpose) {
    long mixed = seed * 0x9E3779B97F4A7C15L;
    for (int i = 0; i < purpose.length(); i++) mixed = (mixed ^ purpose.charAt(i)) * 0x100000001B3L;
    return new Chance(mixed ^ (mixed >>> 29));
  }

  /** The stream itself, for what takes its chance handed in. */
  public SplittableRandom random() {
    return random;
  }

  /** True this often, from 0 to 1. */
  public boolean happens(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** Both ends included. */
  public int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  public Duration between(Duration least, Duration most) {
    return Duration.ofNanos(random.nextLong(least.toNanos(), most.toNanos() + 1));
  }

  public <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
