package atoll.actor;

/** What came of passing on somebody's signed question. Each case is a normal answer. */
public sealed interface Relayed {
  /** The answer as it came; signed by who was asked. */
  record Answered(Envelope envelope) implements Relayed {}

  record NotSent(SendOutcome outcome) implements Relayed {}

  /** No answer came before the question expired. */
  record TimedOut() implements Relayed {}
}
