package atoll.cli.actor;

import atoll.actor.Envelope;
import atoll.actor.Handle;
import java.util.List;

/**
 * A node's routes for messages between actors (DMS §12.1). Each method throws {@link
 * atoll.kernel.AtollException} with {@code UNREACHABLE} if no node answers, and with the node's own
 * reason if it refuses.
 */
public interface ActorRoutes {
  /** Whose routes these are. */
  Handle handle() throws InterruptedException;

  /** Sends and waits for nothing. */
  void send(Envelope envelope) throws InterruptedException;

  /** Sends and waits for the answer, until the envelope expires. */
  Envelope invoke(Envelope envelope) throws InterruptedException;

  /** Publishes and waits for all answers that come until the envelope expires. */
  List<Envelope> broadcast(Envelope envelope) throws InterruptedException;
}
