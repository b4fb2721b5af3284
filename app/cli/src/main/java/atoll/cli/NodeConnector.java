package atoll.cli;

import atoll.cli.actor.ActorRoutes;
import atoll.dms.api.AtollApi;
import java.net.URI;
import java.util.Optional;

/**
 * Reaches a node over whatever lies between; connecting sends nothing, so a node that is not there
 * shows at the first call.
 */
public interface NodeConnector {
  /**
   * @param token what the node's token file holds; absent if none was found
   */
  AtollApi connect(URI node, Optional<String> token);

  /** Its routes for messages between actors. */
  ActorRoutes actors(URI node);
}
