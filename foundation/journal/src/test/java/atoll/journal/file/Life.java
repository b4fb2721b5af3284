package atoll.journal.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.EntryKey;
import atoll.journal.JournalException;
import atoll.journal.disk.SimulatedDisk;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * A writer whose journal fails and crashes, and who knows what it was told: after each commit, what
 * must be there; after a failure, the two things that may be.
 */
final class Life {
  private static final Compaction EARLY = new Compaction(Runnable::run, 2_000);

  final SimulatedDisk disk;
  private final Random random;
  private TreeMap<String, String> acknowledged = new TreeMap<>();
  private TreeMap<String, String> attempted = acknowledged;
  private FileJournal journal;
  private int written;

  Life(long seed) {
    random = new Random(seed);
    disk = new SimulatedDisk(random);
  }

  Life open() {
    journal = FileJournal.open(disk, List.of(), EARLY);
    settle();
    return this;
  }

  /** Puts two entries and perhaps removes one, as one batch. */
  void commit() {
    var first = new Change.Put(key(random.nextInt(20)), value());
    var second = new Change.Put(key(20 + random.nextInt(20)), value());
    var third = new Change.Remove(key(40 + random.nextInt(3)));
    var fourth = new Change.Put(key(50 + written % 3), value());
    attempted = new TreeMap<>(acknowledged);
    for (var put : List.of(first, second, fourth))
      attempted.put(put.key().key(), new String(put.value(), UTF_8));
    attempted.remove(third.key().key());
    var _ = journal.commit(Batch.of(first, second, third, fourth));
    acknowledged = attempted;
  }

  /** As {@link #commit}, but the disk may refuse. */
  boolean tryToCommit() {
    try {
      commit();
      return true;
    } catch (JournalException _) {
      assertThat(found()).as("memory after a refusal").isEqualTo(acknowledged);
      return false;
    }
  }

  private static EntryKey key(int number) {
    return new EntryKey("numbers", "key-" + number);
  }

  private byte[] value() {
    return (++written + "x".repeat(random.nextInt(100))).getBytes(UTF_8);
  }

  /** After a restart: all that was acknowledged, and what was not, whole or not at all. */
  private void settle() {
    assertThat(found()).isIn(acknowledged, attempted);
    acknowledged = attempted = found();
  }

  /** Another process would find the same. */
  void check() {
    assertThat(found()).isEqualTo(acknowledged);
  }

  TreeMap<String, String> found() {
    var found = new TreeMap<String, String>();
    for (var entry : journal.all("numbers"))
      found.put(entry.key().key(), new String(entry.value(), UTF_8));
    return found;
  }

  TreeMap<String, String> acknowledged() {
    return acknowledged;
  }

  FileJournal journal() {
    return journal;
  }
}
