package atoll.journal;

import java.util.ArrayList;
import java.util.List;

/**
 * Changes that are made together or not at all. A key is changed at most once in a batch.
 *
 * @param conditions all of which must hold
 */
public record Batch(List<Condition> conditions, List<Change> changes) {
  /** The most bytes that the values of one batch may have together: 64 MiB. */
  public static final int LARGEST = 64 << 20;

  public Batch {
    conditions = List.copyOf(conditions);
    changes = List.copyOf(changes);
    if (changes.isEmpty()) throw new IllegalArgumentException("a batch changes something");
    if (changes.size() > 1 && changes.stream().map(Change::key).distinct().count() < changes.size())
      throw new IllegalArgumentException("a batch changes a key once");
    long size = 0;
    for (var change : changes) if (change instanceof Change.Put put) size += put.value().length;
    if (size > LARGEST)
      throw new IllegalArgumentException("a batch of %d bytes is too large".formatted(size));
  }

  public static Batch of(Change... changes) {
    return new Batch(List.of(), List.of(changes));
  }

  /** The same changes, under one more condition. */
  public Batch onlyIf(Condition condition) {
    var all = new ArrayList<>(conditions);
    all.add(condition);
    return new Batch(all, changes);
  }
}
