package atoll.journal;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Remembers for as long as the process lives: for networks that keep nothing, and for tests. */
public final class InMemoryJournal implements Journal {
  private final TreeMap<EntryKey, Entry> entries = new TreeMap<>();
  private long version;

  @Override
  public synchronized CommitOutcome commit(Batch batch) {
    for (var condition : batch.conditions())
      if (!holds(condition)) return new CommitOutcome.Conflict(condition.key());
    version++;
    for (var change : batch.changes())
      switch (change) {
        case Change.Put(var key, var value) ->
            entries.put(key, new Entry(key, value.clone(), version));
        case Change.Remove(var key) -> entries.remove(key);
      }
    return new CommitOutcome.Durable();
  }

  private boolean holds(Condition condition) {
    var entry = entries.get(condition.key());
    return switch (condition) {
      case Condition.Absent _ -> entry == null;
      case Condition.Unchanged(_, var read) -> entry != null && entry.version() == read;
    };
  }

  @Override
  public synchronized Optional<Entry> find(EntryKey key) {
    return Optional.ofNullable(entries.get(key));
  }

  @Override
  public synchronized List<Entry> all(String collection) {
    return entries.values().stream().filter(e -> e.key().collection().equals(collection)).toList();
  }

  @Override
  public void close() {}
}
