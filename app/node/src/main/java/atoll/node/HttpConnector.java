package atoll.node;

import atoll.cli.NodeConnector;
import atoll.cli.actor.ActorRoutes;
import atoll.cli.actor.HttpActorRoutes;
import atoll.dms.api.AtollApi;
import atoll.dms.api.HttpApi;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;

/** Reaches nodes over HTTP. */
record HttpConnector(InstantSource clock) implements NodeConnector {

  @Override
  public AtollApi connect(URI node, Optional<String> token) {
    return new HttpApi(node, token.orElse(""));
  }

  @Override
  public ActorRoutes actors(URI node) {
    return new HttpActorRoutes(node, clock);
  }
}
