package atoll.infernet.chain;

/** Whether a delegated subscription is signed by whom its owner names. Blocks. */
@FunctionalInterface
interface SignerCheck {
  /** What was found. */
  sealed interface Verdict {
    record Signed(Served served) implements Verdict {}

    record Forged(String why) implements Verdict {}
  }

  /**
   * @throws atoll.chain.RpcException if no service could ask the owner
   */
  Verdict of(PostedSubscription posted) throws InterruptedException;
}
