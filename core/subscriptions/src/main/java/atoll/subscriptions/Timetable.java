package atoll.subscriptions;

/**
 * When a subscription wants its answers (Infernet §4.3). Seconds are the chain's.
 *
 * @param activeAt second of the first interval's beginning; {@link #CANCELLED} when cancelled
 * @param period seconds of an interval; 0 for a single one that never ends
 * @param frequency how many intervals
 * @param redundancy how many nodes may answer each
 */
public record Timetable(long activeAt, long period, long frequency, int redundancy) {
  public static final long CANCELLED = 0xffff_ffffL;

  public Timetable {
    for (long field : new long[] {activeAt, period, frequency})
      if (field < 0 || field > 0xffff_ffffL)
        throw new IllegalArgumentException("a time or count is not within 32 bits: " + field);
    if (redundancy < 0 || redundancy > 0xffff)
      throw new IllegalArgumentException("redundancy is not within 16 bits: " + redundancy);
  }

  /** The same, cancelled. */
  public Timetable cancelled() {
    return new Timetable(CANCELLED, period, frequency, redundancy);
  }

  public boolean isCancelled() {
    return activeAt == CANCELLED;
  }

  /** Asked once, and answered whenever. */
  public boolean isCallback() {
    return period == 0;
  }

  /** Whether any answer would ever be taken. */
  public boolean canBeAnswered() {
    return redundancy > 0 && frequency > 0;
  }

  public boolean isActive(long second) {
    return !isCancelled() && second >= activeAt;
  }

  /**
   * The interval, from 1, that {@code second} lies in; also beyond the last.
   *
   * @throws IllegalArgumentException before it is active
   */
  public long interval(long second) {
    if (!isActive(second))
      throw new IllegalArgumentException("not active at second " + second + ": " + this);
    return isCallback() ? 1 : (second - activeAt) / period + 1;
  }

  public boolean isOver(long second) {
    return isActive(second) && interval(second) > frequency;
  }
}
