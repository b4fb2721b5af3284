package atoll.cli;

import atoll.actor.Envelope;
import atoll.actor.Handle;
import atoll.cli.actor.ActorRoutes;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.util.List;

/** Routes of a node that is not there. */
final class UnreachableActors implements ActorRoutes {
  @Override
  public Handle handle() {
    throw gone();
  }

  @Override
  public void send(Envelope envelope) {
    throw gone();
  }

  @Override
  public Envelope invoke(Envelope envelope) {
    throw gone();
  }

  @Override
  public List<Envelope> broadcast(Envelope envelope) {
    throw gone();
  }

  private static AtollException gone() {
    return new AtollException(ErrorCode.UNREACHABLE, "http://127.0.0.1:9999 does not answer");
  }
}
