package atoll.bench.parts;

import atoll.bench.Samples;
import atoll.bench.Stopwatch;
import java.util.Arrays;

/**
 * A fixed amount of plain work, done between samples: 48 million cycles, which are 19 ms at 2.5 GHz
 * on a machine that does nothing else. What it takes tells how much of the machine a bench had.
 */
final class Yardstick {
  private static final int STEPS = 8_000_000;
  private static final int WARM_UP = 20;

  private final double[] millis;
  private long state = 88_172_645_463_325_252L;
  private int count;

  /**
   * @param times how often it will be laid on
   */
  Yardstick(int times) {
    millis = new double[times];
    for (int i = 0; i < WARM_UP; i++) stepMillis();
  }

  void lay() {
    millis[count++] = stepMillis();
  }

  double medianMillis() {
    return Samples.of(Arrays.copyOf(millis, count)).median();
  }

  /** Each step needs the one before, so nothing but a whole processor makes it faster. */
  private double stepMillis() {
    var watch = new Stopwatch();
    long number = state;
    for (int i = 0; i < STEPS; i++) {
      number ^= number << 13;
      number ^= number >>> 7;
      number ^= number << 17;
    }
    state = number;
    return watch.elapsed() / 1e6;
  }
}
