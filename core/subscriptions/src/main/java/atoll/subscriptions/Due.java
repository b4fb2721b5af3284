package atoll.subscriptions;

import java.util.Optional;

/**
 * An interval that wants its answer now.
 *
 * @param attempt from 1; the same again after a crash
 * @param sent by which to find an answer that may have left already
 * @param what is known of the subscription besides
 */
public record Due<T>(
    SubscriptionKey key,
    long interval,
    int attempt,
    Optional<String> sent,
    Timetable timetable,
    T what) {
  /** Whether no interval comes after it. */
  public boolean isLast() {
    return interval >= timetable.frequency();
  }
}
