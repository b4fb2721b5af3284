package atoll.journal;

import java.util.List;
import java.util.Optional;

/** A collection of a journal as values of one type. */
public record Repository<T>(Journal journal, String collection, Codec<T> codec) {
  /** The change that remembers {@code value}; to be committed, alone or with others. */
  public Change put(String key, T value) {
    return new Change.Put(key(key), codec.encode(value));
  }

  public Change remove(String key) {
    return new Change.Remove(key(key));
  }

  /** Remembers {@code value}; returns when it is durable. */
  public void save(String key, T value) {
    var _ = journal.commit(Batch.of(put(key, value)));
  }

  public Optional<T> find(String key) {
    return journal.find(key(key)).map(this::decode);
  }

  /** All values, by key. */
  public List<T> all() {
    return journal.all(collection).stream().map(this::decode).toList();
  }

  public EntryKey key(String key) {
    return new EntryKey(collection, key);
  }

  private T decode(Entry entry) {
    try {
      return codec.decode(entry.value());
    } catch (RuntimeException e) {
      throw new JournalException("the entry " + entry.key() + " makes no sense", e);
    }
  }
}
