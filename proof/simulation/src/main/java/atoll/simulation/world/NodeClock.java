package atoll.simulation.world;

import atoll.kernel.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A machine's clock: ahead or behind, fast or slow, and set by someone now and then. */
public final class NodeClock implements InstantSource, Ticker {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final Turns turns;
  private final double rate;
  private Duration ahead;

  /**
   * @param rate how many of its seconds a second has
   */
  NodeClock(Turns turns, double rate, Duration ahead) {
    this.turns = turns;
    this.rate = rate;
    this.ahead = ahead;
  }

  void set(Duration aheadNow) {
    ahead = aheadNow;
  }

  Duration ahead() {
    return ahead;
  }

  /** How long a delay on this clock really is. */
  Duration real(Duration delay) {
    return Duration.ofNanos((long) (delay.toNanos() / rate));
  }

  @Override
  public Instant instant() {
    return START.plusNanos((long) (turns.nanos() * rate)).plus(ahead);
  }

  @Override
  public long nanos() {
    return (long) (turns.nanos() * rate);
  }
}
