package atoll.provider;

/**
 * What this machine is made of. The adapter is module {@code hardware}; it asks the operating
 * system and the GPU vendors' tools.
 */
public interface Hardware {
  /**
   * What there is, now. Takes up to some seconds where a vendor's tool is slow; never fails: what
   * cannot be read is a note.
   */
  Machine inspect();

  /** How much of it is in use, by anyone. */
  Usage usage();
}
