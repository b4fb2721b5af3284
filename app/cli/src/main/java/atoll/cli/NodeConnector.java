package atoll.cli;

import atoll.cli.actor.ActorRoutes;
import atoll.cli.actor.HttpActorRoutes;
import atoll.dms.api.AtollApi;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Reaches a node over whatever lies between; connecting sends nothing, so a node that is not there
 * shows at the first call.
 */
@FunctionalInterface
public interface NodeConnector {
  /**
   * @param token what the node's token file holds; absent if none was found
   */
  AtollApi connect(URI node, Optional<String> token);

  /** Its routes for messages between actors. */
  default ActorRoutes actors(URI node, InstantSource clock) {
    return new HttpActorRoutes(node, clock);
  }
}
