package atoll.journal.file;

import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.CommitOutcome;
import atoll.journal.JournalException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A batch whose writer waits for the flush that makes it durable. */
final class Member {
  private enum State {
    WAITS,
    LEADS,
    RELEASED
  }

  private final Batch batch;
  private final List<Change> changes;
  private final byte[] encoded;
  private final Thread writer = Thread.currentThread();
  private volatile State state = State.WAITS;
  private @Nullable CommitOutcome outcome;
  private @Nullable Throwable failure;

  Member(Batch batch) {
    this.batch = batch;
    this.changes = batch.changes().stream().map(Member::copy).toList();
    this.encoded = BatchCoding.encode(changes);
  }

  private static Change copy(Change change) {
    return change instanceof Change.Put(var key, var value)
        ? new Change.Put(key, value.clone())
        : change;
  }

  Batch batch() {
    return batch;
  }

  /** Values that nobody else holds. */
  List<Change> changes() {
    return changes;
  }

  byte[] encoded() {
    return encoded;
  }

  /**
   * Waits, whatever interrupts it.
   *
   * @return whether it shall lead; otherwise it is answered
   */
  boolean waitsToLead() {
    boolean interrupted = false;
    while (state == State.WAITS) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) writer.interrupt();
    return state == State.LEADS;
  }

  void callToLead() {
    state = State.LEADS;
    LockSupport.unpark(writer);
  }

  void answer(CommitOutcome answer) {
    outcome = answer;
  }

  void fail(Throwable why) {
    failure = why;
  }

  void release() {
    state = State.RELEASED;
    if (writer != Thread.currentThread()) LockSupport.unpark(writer);
  }

  CommitOutcome outcome() {
    return switch (failure) {
      case null -> Objects.requireNonNull(outcome);
      case JournalException e -> throw new JournalException(String.valueOf(e.getMessage()), e);
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e.getMessage(), e);
    };
  }
}
