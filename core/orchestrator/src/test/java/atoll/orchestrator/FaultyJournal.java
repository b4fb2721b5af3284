package atoll.orchestrator;

import atoll.journal.Batch;
import atoll.journal.CommitOutcome;
import atoll.journal.Entry;
import atoll.journal.EntryKey;
import atoll.journal.InMemoryJournal;
import atoll.journal.Journal;
import atoll.journal.JournalException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** A journal whose disk is full when its test says so; what is in it outlives processes. */
final class FaultyJournal implements Journal {
  private final InMemoryJournal inner = new InMemoryJournal();
  private IntPredicate full = _ -> false;

  /** How many commits were tried, those that failed among them. */
  private int tried;

  /**
   * @param when told the number of each commit, from 0; nothing of it is there if this says yes
   */
  FaultyJournal full(IntPredicate when) {
    full = when;
    return this;
  }

  int tried() {
    return tried;
  }

  @Override
  public CommitOutcome commit(Batch batch) {
    if (full.test(tried++)) throw new JournalException("no space left on the disk");
    return inner.commit(batch);
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
