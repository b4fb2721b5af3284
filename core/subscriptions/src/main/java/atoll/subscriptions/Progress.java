package atoll.subscriptions;

/**
 * How far a subscription's latest interval is; what a node must know after a crash.
 *
 * @param failures of this interval so far
 */
public record Progress(SubscriptionKey key, long interval, int failures, Stage stage) {
  public Progress {
    if (interval < 1) throw new IllegalArgumentException("intervals begin at 1, not " + interval);
    if (failures < 0) throw new IllegalArgumentException("failures are negative: " + failures);
  }

  /** What has become of an interval. */
  public sealed interface Stage {}

  /** Nothing has left. */
  public record Waiting() implements Stage {}

  /**
   * An answer may have left.
   *
   * @param order by which it is found among what was sent
   */
  public record Sending(String order) implements Stage {}

  /**
   * @param block that has the answer, as far as was seen
   */
  public record Delivered(long block) implements Stage {}

  /** Nothing more is tried for this interval. */
  public record GivenUp(String why) implements Stage {}
}
