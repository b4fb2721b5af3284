package atoll.schedule;

import java.time.Duration;

/**
 * How a task that failed is tried again before it waits for its trigger.
 *
 * @param maxRetries zero or more
 */
public record RetryPolicy(int maxRetries, Duration delay) {
  public static final RetryPolicy NONE = new RetryPolicy(0, Duration.ZERO);

  public RetryPolicy {
    if (maxRetries < 0) throw new IllegalArgumentException("negative number of retries");
    if (delay.isNegative()) throw new IllegalArgumentException("delay is negative");
  }
}
