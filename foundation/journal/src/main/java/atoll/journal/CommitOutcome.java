package atoll.journal;

/** What became of a batch. */
public sealed interface CommitOutcome {
  /** It is applied, and survives a crash of the machine. */
  record Durable() implements CommitOutcome {}

  /** Nothing is changed: the condition on this key does not hold. */
  record Conflict(EntryKey key) implements CommitOutcome {}
}
