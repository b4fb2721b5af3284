package atoll.actor;

/** What an actor does about a message of one behaviour. */
@FunctionalInterface
public interface Handler {
  /**
   * Handles an authorised message in a task of its own, where it may block. An {@link
   * atoll.kernel.AtollException} is answered as a refusal with its code and message; any other
   * exception is logged, and answered without its details.
   */
  void handle(Received message) throws Exception;
}
