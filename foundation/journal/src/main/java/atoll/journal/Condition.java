package atoll.journal;

/** What must be so for a batch to be applied; checked in the same instant. */
public sealed interface Condition {
  EntryKey key();

  /** Nothing is remembered under the key. */
  record Absent(EntryKey key) implements Condition {}

  /** The entry is still the one that was read. */
  record Unchanged(EntryKey key, long version) implements Condition {}
}
