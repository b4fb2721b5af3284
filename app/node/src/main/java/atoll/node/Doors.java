package atoll.node;

import atoll.capability.OperatorToken;
import atoll.cli.CliEnvironment;
import atoll.dms.DmsDoor;
import atoll.web.Bind;
import atoll.web.Limits;
import atoll.web.Metrics;
import atoll.web.Probes;
import atoll.web.Route;
import atoll.web.WebServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The REST interface of a node, open on 127.0.0.1. */
record Doors(WebServer server, Path tokenFile) implements AutoCloseable {

  /**
   * @throws atoll.kernel.AtollException with {@code CONFLICT} if the port is in use
   */
  static Doors open(Face face, CliEnvironment environment, Grounds grounds, int port) {
    var tokenFile = environment.atollHome().resolve("token");
    var token =
        OperatorToken.keptIn(
            tokenFile, face.actor().handle().did(), grounds.clock(), grounds.random());
    var metrics = new Metrics();
    var routes =
        new ArrayList<Route>(
            DmsDoor.v1(
                token, face.document(), face.deployments(), face.lending(), grounds.random()));
    routes.addAll(DmsDoor.actor(face.actor(), grounds.clock()));
    routes.add(DmsDoor.description());
    routes.addAll(Probes.routes(List::of, metrics));
    var server =
        WebServer.listen(
            Bind.loopback(port).withOrigins(DmsDoor.ORIGINS),
            routes,
            Limits.DEFAULT,
            metrics,
            grounds.ticker());
    return new Doors(server, tokenFile);
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
  }
}
