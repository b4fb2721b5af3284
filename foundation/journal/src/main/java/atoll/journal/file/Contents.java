package atoll.journal.file;

import atoll.journal.Change;
import atoll.journal.Entry;
import atoll.journal.EntryKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All entries, in memory: durable ones only. One thread changes them; any thread reads, and {@link
 * #all} never sees half a batch.
 */
final class Contents implements BatchCoding.Reading {
  private final ConcurrentHashMap<String, Collection> collections = new ConcurrentHashMap<>();
  private Collection last = new Collection("");
  private long liveBytes;

  /** The entries of a collection, by key. */
  private static final class Collection {
    private final String name;
    private final ConcurrentHashMap<String, Kept> kept = new ConcurrentHashMap<>();

    private Collection(String name) {
      this.name = name;
    }

    private Entry entry(String key, Kept kept) {
      return new Entry(new EntryKey(name, key), kept.value(), kept.version);
    }
  }

  /** A value as a part of what was read or written with it, since a million arrays are slow. */
  private record Kept(byte[] bytes, int offset, int length, long version) {
    private byte[] value() {
      return Arrays.copyOfRange(bytes, offset, offset + length);
    }
  }

  /** Changes with the version they got. */
  record Committed(List<Change> changes, long version) {}

  @Nullable Entry find(EntryKey key) {
    var collection = collections.get(key.collection());
    var kept = collection == null ? null : collection.kept.get(key.key());
    return kept == null ? null : new Entry(key, kept.value(), kept.version);
  }

  List<Entry> all(String name) {
    var collection = collections.get(name);
    if (collection == null) return List.of();
    var found = new ArrayList<Entry>();
    synchronized (this) {
      collection.kept.forEach((key, kept) -> found.add(collection.entry(key, kept)));
    }
    found.sort(Comparator.comparing(entry -> entry.key().key()));
    return found;
  }

  /**
   * Every entry that was there when this began and is not removed meanwhile, as it is at some
   * moment.
   */
  void forEach(Consumer<Entry> taking) {
    for (var collection : collections.values())
      collection.kept.forEach((key, kept) -> taking.accept(collection.entry(key, kept)));
  }

  synchronized void apply(List<Committed> batches) {
    for (var batch : batches)
      for (var change : batch.changes())
        switch (change) {
          case Change.Put(var key, var value) ->
              put(key.collection(), key.key(), value, 0, value.length, batch.version());
          case Change.Remove(var key) -> remove(key.collection(), key.key());
        }
  }

  @Override
  public void put(
      String collection, String key, byte[] bytes, int offset, int length, long version) {
    var before = collection(collection).kept.put(key, new Kept(bytes, offset, length, version));
    liveBytes += BatchCoding.size(collection, key, length);
    forget(collection, key, before);
  }

  @Override
  public void remove(String collection, String key) {
    forget(collection, key, collection(collection).kept.remove(key));
  }

  private void forget(String collection, String key, @Nullable Kept before) {
    if (before != null) liveBytes -= BatchCoding.size(collection, key, before.length);
  }

  private Collection collection(String name) {
    if (!last.name.equals(name)) last = collections.computeIfAbsent(name, Collection::new);
    return last;
  }

  /** About as many bytes as a snapshot has. */
  long liveBytes() {
    return liveBytes;
  }
}
