package atoll.chain;

/** Remembers what is about to leave, so that after a crash it can be looked for. */
@FunctionalInterface
public interface Outbox {
  /** For accounts whose nonces nobody need remember. */
  Outbox FORGETFUL = transaction -> {};

  /** Called before each transaction and each replacement is sent; returns when it is durable. */
  void leaving(Transaction.Signed transaction);
}
