package atoll.chain;

/** Remembers what is about to leave, so that after a crash it can be looked for. */
public interface Outbox {
  /** For accounts whose nonces nobody need remember. */
  Outbox FORGETFUL =
      new Outbox() {
        @Override
        public void leaving(Transaction.Signed transaction) {}

        @Override
        public void stayed(Transaction.Signed transaction) {}
      };

  /**
   * Called before each transaction and each replacement is sent, also repeatedly for one; returns
   * when it is durable.
   */
  void leaving(Transaction.Signed transaction);

  /** No service took it, so it need not be looked for. */
  void stayed(Transaction.Signed transaction);
}
