package atoll.journal;

/** One change of one entry. */
public sealed interface Change {
  EntryKey key();

  /** Remembers {@code value}, whatever was remembered before. */
  record Put(EntryKey key, byte[] value) implements Change {}

  /** Forgets the entry; harmless if there is none. */
  record Remove(EntryKey key) implements Change {}
}
