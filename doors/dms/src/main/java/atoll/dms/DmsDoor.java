package atoll.dms;

import atoll.actor.Actor;
import atoll.capability.OperatorToken;
import atoll.dms.api.Lending;
import atoll.dms.api.NodeDocument;
import atoll.orchestrator.Deployments;
import atoll.web.Method;
import atoll.web.Response;
import atoll.web.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** All that this door serves over HTTP, to be given to a {@link atoll.web.WebServer}. */
public final class DmsDoor {
  /** The pages that may call the original's REST interface (DMS §12.1). */
  public static final Set<String> ORIGINS =
      Set.of("http://localhost:9991", "http://localhost:9992");

  private DmsDoor() {}

  /**
   * Our own interface, for the operator of this machine.
   *
   * @param random makes request ids for those who send none
   */
  public static List<Route> v1(
      OperatorToken token,
      NodeDocument node,
      Deployments deployments,
      Lending lending,
      RandomGenerator random) {
    return new V1Routes(new OperatorGate(token), node, deployments, lending, random).routes();
  }

  /** The original's REST interface, for whoever can sign a message. */
  public static List<Route> actor(Actor node, InstantSource clock) {
    return new ActorRoutes(node, clock).routes();
  }

  /** What describes every route. */
  public static Route description() {
    return Route.of(
        Method.GET, "/openapi.yaml", _ -> Response.text(200, "application/yaml", openApi()));
  }

  static String openApi() {
    try (var file = DmsDoor.class.getResourceAsStream("openapi.yaml")) {
      if (file == null) throw new IllegalStateException("openapi.yaml is not in this program");
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading openapi.yaml", e);
    }
  }
}
