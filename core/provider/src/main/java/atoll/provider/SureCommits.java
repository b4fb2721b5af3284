package atoll.provider;

import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.EntryKey;
import atoll.journal.Journal;
import atoll.journal.JournalException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Commits of which none stays in doubt: what a failed one may have left behind is undone together
 * with the next one that succeeds, so that nothing that was refused is found after a restart beside
 * what was granted in its place. Safe for any thread; changes of one key must not overlap.
 */
final class SureCommits {
  private final Journal journal;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<EntryKey, Change> toUndo = new LinkedHashMap<>();

  SureCommits(Journal journal) {
    this.journal = journal;
  }

  /**
   * Blocks until {@code changes} are durable.
   *
   * @param undo brings back what was before, for every key
   * @throws JournalException if they are not; then they count as never made
   */
  void commit(List<Change> changes, List<Change> undo) {
    try {
      if (!committedUnlessInDoubt(changes)) commitAndUndo(changes);
    } catch (JournalException e) {
      doubt(undo);
      throw e;
    }
  }

  /** False, and nothing is done, while something is to be undone first. */
  private boolean committedUnlessInDoubt(List<Change> changes) {
    lock.readLock().lock();
    try {
      if (!toUndo.isEmpty()) return false;
      commitPlainly(changes);
      return true;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** What brings back what is remembered under a key now. */
  Change back(EntryKey key) {
    lock.readLock().lock();
    try {
      var doubtful = toUndo.get(key);
      if (doubtful != null) return doubtful;
      return journal
          .find(key)
          .<Change>map(entry -> new Change.Put(key, entry.value()))
          .orElse(new Change.Remove(key));
    } finally {
      lock.readLock().unlock();
    }
  }

  private void commitPlainly(List<Change> changes) {
    var _ = journal.commit(new Batch(List.of(), changes));
  }

  private void doubt(List<Change> undo) {
    lock.writeLock().lock();
    try {
      undo.forEach(change -> toUndo.putIfAbsent(change.key(), change));
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void commitAndUndo(List<Change> changes) {
    lock.writeLock().lock();
    try {
      var all = new ArrayList<>(changes);
      toUndo.forEach((key, change) -> {
        if (changes.stream().noneMatch(c -> c.key().equals(key))) all.add(change);
      });
      commitPlainly(all);
      toUndo.clear();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
