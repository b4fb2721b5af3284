package atoll.journal.file;

/** Whether a journal takes commits. Reading works either way. */
public sealed interface Health {
  record Writable() implements Health {}

  /**
   * The last commit failed; the next one tries again.
   *
   * @param why for a person
   */
  record Refusing(String why) implements Health {}
}
