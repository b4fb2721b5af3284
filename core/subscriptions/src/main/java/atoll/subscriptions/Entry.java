package atoll.subscriptions;

import atoll.kernel.Backoff;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One subscription on the agenda, and what follows from how far it is. Pure.
 *
 * @param progress of its latest interval; none before its first
 * @param busy whether somebody is about it now
 * @param notBefore it is not looked at again before this; none for at once
 * @param missed times in a row that its answer was not found
 * @param rests times in a row that it was put off for longer and longer
 */
record Entry<T>(
    Timetable timetable,
    T what,
    @Nullable Progress progress,
    boolean busy,
    @Nullable Instant notBefore,
    int missed,
    int rests) {
  Entry<T> to(@Nullable Progress now) {
    return new Entry<>(timetable, what, now, false, null, 0, 0);
  }

  Entry<T> of(Timetable other, T wanted) {
    return new Entry<>(other, wanted, progress, busy, notBefore, missed, rests);
  }

  Entry<T> busy(boolean is, @Nullable Instant until) {
    return new Entry<>(timetable, what, progress, is, until, missed, rests);
  }

  Entry<T> missed(int times) {
    return new Entry<>(timetable, what, progress, busy, notBefore, times, rests);
  }

  Entry<T> rested(Backoff pauses, Instant now) {
    var until = now.plus(pauses.afterFailures(rests + 1));
    return new Entry<>(timetable, what, progress, false, until, missed, rests + 1);
  }

  /**
   * @param head number of the chain's latest block
   */
  Optional<Over.Reason> over(long second, long head, AgendaLimits limits) {
    if (timetable.isCancelled()) return Optional.of(Over.Reason.CANCELLED);
    if (!timetable.canBeAnswered()) return Optional.of(Over.Reason.UNANSWERABLE);
    if (timetable.isOver(second)) return Optional.of(Over.Reason.EXPIRED);
    if (progress == null || progress.interval() < timetable.frequency()) return Optional.empty();
    return switch (progress.stage()) {
      case Progress.Delivered(var block) when block + limits.settledAfter() < head ->
          Optional.of(Over.Reason.DELIVERED);
      case Progress.GivenUp _ -> Optional.of(Over.Reason.GIVEN_UP);
      case Progress.Delivered _, Progress.Waiting _, Progress.Sending _ -> Optional.empty();
    };
  }

  /** Whether anything is left to do for an interval. */
  boolean isOpen(long interval) {
    if (progress == null || progress.interval() != interval) return true;
    return switch (progress.stage()) {
      case Progress.Waiting _, Progress.Sending _ -> true;
      case Progress.Delivered _, Progress.GivenUp _ -> false;
    };
  }

  /** Whether the interval that was begun last has its answer. */
  boolean isDelivered() {
    return progress != null && progress.stage() instanceof Progress.Delivered;
  }

  boolean isDue(Instant now) {
    return notBefore == null || !now.isBefore(notBefore);
  }

  /** Whether a reorganisation may yet undo its answer. */
  boolean isUnsettled(long head, AgendaLimits limits) {
    return progress != null
        && progress.stage() instanceof Progress.Delivered(var block)
        && block + limits.settledAfter() >= head;
  }

  /** Whether its answer may have left, and nothing is known of it. */
  boolean isSending() {
    return progress != null && progress.stage() instanceof Progress.Sending;
  }

  /** Whether another one took its place, of which nothing is known yet. */
  boolean isFreeFor(Timetable other, T wanted) {
    return progress != null
        && !busy
        && !isSending()
        && !other.isCancelled()
        && !wanted.equals(what);
  }

  /** The order that its interval waits for. */
  Optional<String> awaits(long second) {
    return progress != null
            && progress.stage() instanceof Progress.Sending(var order)
            && (busy || isNow(progress.interval(), second))
        ? Optional.of(order)
        : Optional.empty();
  }

  private boolean isNow(long interval, long second) {
    return timetable.isActive(second)
        && !timetable.isOver(second)
        && timetable.interval(second) == interval;
  }

  /** The interval that was begun last. */
  Due<T> latest(SubscriptionKey key) {
    return due(key, progress == null ? 1 : progress.interval());
  }

  Due<T> due(SubscriptionKey key, long interval) {
    if (progress == null || progress.interval() != interval)
      return new Due<>(key, interval, 1, Optional.empty(), timetable, what);
    Optional<String> sent =
        progress.stage() instanceof Progress.Sending(var order)
            ? Optional.of(order)
            : Optional.empty();
    return new Due<>(key, interval, progress.failures() + 1, sent, timetable, what);
  }
}
