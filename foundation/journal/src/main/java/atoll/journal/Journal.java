package atoll.journal;

import java.util.List;
import java.util.Optional;

/**
 * Remembers entries across crashes. What {@link #commit} returned for is there after {@code kill
 * -9} and power loss; what it threw for may or may not be, whole. Every implementation passes
 * {@code JournalContract}. Safe for any thread; a reader never sees half a batch, and whoever
 * committed sees what they committed.
 */
public interface Journal extends AutoCloseable {
  /**
   * Makes all of a batch's changes, or none if a condition does not hold. Blocks until that is
   * durable (one flush of the disk, shared with whoever commits meanwhile). Interruption is not
   * heeded.
   *
   * @throws JournalException if it cannot be made durable; after that, commits may succeed again
   */
  CommitOutcome commit(Batch batch);

  /**
   * @throws JournalException if what is remembered cannot be read
   */
  Optional<Entry> find(EntryKey key);

  /**
   * Everything in a collection, by key.
   *
   * @throws JournalException if what is remembered cannot be read
   */
  List<Entry> all(String collection);

  /** Flushes nothing, since nothing waits for it. Using it afterwards is an error. */
  @Override
  void close();
}
