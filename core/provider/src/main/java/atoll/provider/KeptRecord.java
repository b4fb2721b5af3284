package atoll.provider;

import atoll.journal.JournalException;
import java.time.Duration;
import java.time.Instant;

/**
 * How far one allocation has come, and what is remembered of that: never more, and less only by
 * what could wait. Not safe for several threads; whose record it is guards it.
 */
final class KeptRecord {
  private final ProviderMemory memory;
  private AllocationRecord record;

  /** The end of the lease, as it is remembered. */
  private Instant remembered;

  private boolean unsaved;
  private boolean retired;

  /**
   * @param record as it is remembered by now
   */
  KeptRecord(AllocationRecord record, ProviderMemory memory) {
    this.memory = memory;
    this.record = record;
    this.remembered = record.lease().until();
  }

  AllocationRecord now() {
    return record;
  }

  /**
   * @throws JournalException if that is not durable; then nothing has changed
   */
  void change(AllocationRecord next) {
    if (!retired) memory.change(next, record);
    record = next;
    unsaved = false;
  }

  /** The same for what need not be durable at once. */
  void changeInTime(AllocationRecord next) {
    try {
      change(next);
    } catch (JournalException e) {
      record = next;
      unsaved = true;
    }
  }

  /** Moves the end of the lease; what is remembered of it lags behind by at most {@code lag}. */
  void renew(Instant until, Duration lag) {
    var renewed = record.on(record.lease().until(until));
    if (Duration.between(remembered, until).abs().compareTo(lag) > 0) {
      remembered = until;
      changeInTime(renewed);
    } else record = renewed;
  }

  /**
   * Tries again to remember what could wait.
   *
   * @throws JournalException if it has to wait on
   */
  void saveNow() {
    if (unsaved && !retired) change(record);
  }

  /** From now on what is remembered is not its any more. */
  void retire() {
    retired = true;
  }

  boolean isRetired() {
    return retired;
  }
}
