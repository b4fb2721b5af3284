package atoll.journal;

/**
 * What is remembered under a key.
 *
 * @param value never changed by whoever holds it
 * @param version greater than that of every earlier value of this key
 */
public record Entry(EntryKey key, byte[] value, long version) {}
