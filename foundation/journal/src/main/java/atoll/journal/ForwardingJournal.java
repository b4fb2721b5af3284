package atoll.journal;

import java.util.List;
import java.util.Optional;

/** A journal that does what another does, for those that differ from it in some of it. */
public abstract class ForwardingJournal implements Journal {
  protected final Journal inner;

  protected ForwardingJournal(Journal inner) {
    this.inner = inner;
  }

  @Override
  public CommitOutcome commit(Batch batch) {
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
  public void close() {
    inner.close();
  }
}
