package atoll.provider;

import atoll.journal.Batch;
import atoll.journal.CommitOutcome;
import atoll.journal.Entry;
import atoll.journal.EntryKey;
import atoll.journal.InMemoryJournal;
import atoll.journal.Journal;
import atoll.journal.JournalException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A journal that fails when its test says so; whether what failed is there all the same, too. */
final class FaultyJournal implements Journal {
  private final InMemoryJournal inner = new InMemoryJournal();
  private Supplier<Fault> faults = () -> Fault.NONE;
  int commits;

  enum Fault {
    NONE,
    /** It throws, and nothing is there. */
    LOST,
    /** It throws, and all of it is there. */
    KEPT
  }

  FaultyJournal failing(Supplier<Fault> when) {
    faults = when;
    return this;
  }

  /** The disk is full from now on, or has room again. */
  void full(boolean is) {
    faults = () -> is ? Fault.LOST : Fault.NONE;
  }

  @Override
  public CommitOutcome commit(Batch batch) {
    var fault = faults.get();
    if (fault != Fault.LOST) {
      var outcome = inner.commit(batch);
      commits++;
      if (fault == Fault.NONE) return outcome;
    }
    throw new JournalException("no space left on the disk");
  }

  @Override
  public Optional<Entry> find(EntryKey key) {
    return inner.find(key);
  }

  @Override
  public List<Entry> all(String collection) {
    return inner.all(collection);
  }

  @Override
  public void close() {}
}
