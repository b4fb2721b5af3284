package atoll.kernel;

import java.time.Duration;

/**
 * Longer and longer pauses between tries of what may work later: each twice the one before, up to
 * the longest.
 */
public record Backoff(Duration first, Duration longest) {
  /** Beyond this many doublings no pause is told from the longest, and none overflows. */
  private static final int MOST_DOUBLINGS = 30;

  /**
   * @throws IllegalArgumentException unless {@code first} is above nothing and at most {@code
   *     longest}
   */
  public Backoff {
    if (!first.isPositive() || first.compareTo(longest) > 0)
      throw new IllegalArgumentException("pauses from " + first + " to " + longest);
  }

  /** What follows {@code pause}. */
  public Duration after(Duration pause) {
    return bounded(pause.multipliedBy(2));
  }

  /**
   * @param failures so far, at least 1
   */
  public Duration afterFailures(int failures) {
    return bounded(first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS)));
  }

  private Duration bounded(Duration pause) {
    return pause.compareTo(longest) < 0 ? pause : longest;
  }
}
