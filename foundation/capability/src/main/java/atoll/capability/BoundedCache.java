package atoll.capability;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What was computed lately, in a fixed number of places: each key has four, and a new entry takes
 * the oldest of them. Losing an entry costs time, never truth. Thread-safe without locks.
 */
final class BoundedCache<K, V> {
  private static final int WAYS = 4;

  private final AtomicReferenceArray<@Nullable Entry<K, V>> places;
  private final int mask;

  private record Entry<K, V>(K key, int hash, V value) {}

  /**
   * @param sets a power of two
   */
  BoundedCache(int sets) {
    if (Integer.bitCount(sets) != 1)
      throw new IllegalArgumentException("sets is no power of two: " + sets);
    places = new AtomicReferenceArray<>(sets * WAYS);
    mask = sets - 1;
  }

  Optional<V> find(K key) {
    int hash = key.hashCode();
    int first = first(hash);
    for (int i = first; i < first + WAYS; i++) {
      var entry = places.get(i);
      if (entry != null && entry.hash == hash && entry.key.equals(key))
        return Optional.of(entry.value);
    }
    return Optional.empty();
  }

  void put(K key, V value) {
    int hash = key.hashCode();
    int first = first(hash);
    for (int i = first + WAYS - 1; i > first; i--) places.set(i, places.get(i - 1));
    places.set(first, new Entry<>(key, hash, value));
  }

  private int first(int hash) {
    return ((hash ^ (hash >>> 16)) & mask) * WAYS;
  }
}
