package atoll.infernet;

import atoll.infernet.config.InfernetConfig;
import atoll.infernet.containers.ServiceResources;
import atoll.infernet.operations.Insight;
import atoll.infernet.operations.PendingJobs;
import atoll.jobs.Admission;
import atoll.jobs.Jobs;
import atoll.jobs.ServiceName;
import atoll.jobs.ServiceOffer;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.Ticker;
import atoll.web.Method;
import atoll.web.Problem;
import atoll.web.RefusedException;
import atoll.web.Response;
import atoll.web.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * All that this door serves, to be given to a {@link atoll.web.WebServer}: each route of the
 * original, with its limits (Infernet §2).
 *
 * @param running ids of containers that do
 * @param delegations where delegated subscriptions go; none if no chain is served
 * @param address of the node on the chain; empty if it has none
 * @param version of this program
 * @param bodyBytes that large request bodies may take together, as trees
 * @param insight what is told to whoever runs the node
 */
public record InfernetDoor(
    InfernetConfig config,
    Jobs jobs,
    ServiceResources resources,
    Supplier<Set<String>> running,
    Optional<Delegations> delegations,
    PendingJobs pending,
    String address,
    String version,
    long bodyBytes,
    InstantSource clock,
    Ticker ticker,
    Insight insight) {
  private static final int REPORTS_AT_ONCE = 64; // of a route without a rate limit

  /** What the containers of a configuration are there for. */
  public static Admission admission(InfernetConfig config) {
    return new Admission(
        config.containers().stream()
            .map(container ->
                new ServiceOffer(
                    new ServiceName(container.id()),
                    container.external(),
                    container.generatesProofs(),
                    container.allowedIps(),
                    container.maxConcurrency()))
            .toList());
  }

  public List<Route> routes() {
    var callers = new Callers(config.server().trustedProxies());
    var limiter = new RateLimiter(config.server().rateLimit(), ticker);
    var delegated = new DelegatedAdmission(config, admission(config), delegations, clock);
    var bodies = new Bodies(bodyBytes);
    var node = new NodeRoutes(config, running, resources, pending, address, version);
    var taking = new JobRoutes(jobs, delegated, callers, bodies, config.containers(), ticker);
    var results = new ResultRoutes(jobs, callers, bodies);

    var keys = new ApiKeys(config.server().apiKeys(), callers);
    var limited = new Limited(limiter, callers, keys);
    var routes = new ArrayList<Route>();
    routes.add(route(Method.GET, "/health", limited.at("/health", node::health)));
    routes.add(route(Method.GET, "/info", limited.withKeyAt("/info", node::info)));
    routes.add(route(Method.GET, "/resources", limited.withKeyAt("/resources", node::resources)));
    routes.add(route(Method.GET, "/api/jobs", limited.withKeyAt("GET /api/jobs", results::jobs)));
    routes.add(route(Method.POST, "/api/jobs", limited.withKeyAt("/api/jobs", taking::one)));
    routes.add(
        route(
            Method.POST,
            "/api/jobs/stream",
            limited.withKeyAt("/api/jobs/stream", taking::stream)));
    routes.add(
        route(Method.POST, "/api/jobs/batch", limited.withKeyAt("/api/jobs/batch", taking::batch)));
    routes.add(route(Method.PUT, "/api/status", results::report).withAtMost(REPORTS_AT_ONCE));
    var operator = new OperatorRoutes(insight, callers);
    routes.add(Route.of(Method.GET, "/metrics", operator::metrics));
    routes.add(Route.of(Method.GET, "/v1/statistics", operator::statistics));
    routes.add(Route.of(Method.GET, "/v1/subscriptions", operator::subscriptions));
    routes.add(Route.of(Method.GET, "/v1/earnings", operator::earnings));
    routes.add(Route.of(Method.GET, "/v1/jobs", operator::jobs));
    routes.add(
        route(Method.GET, "/openapi.yaml", _ -> Response.text(200, "application/yaml", openApi())));
    Map.of(
            "/health", "GET, HEAD, OPTIONS",
            "/info", "GET, HEAD, OPTIONS",
            "/resources", "GET, HEAD, OPTIONS",
            "/api/jobs", "GET, HEAD, OPTIONS, POST",
            "/api/jobs/stream", "OPTIONS, POST",
            "/api/jobs/batch", "OPTIONS, POST",
            "/api/status", "OPTIONS, PUT")
        .forEach((path, allowed) ->
            routes.add(
                route(
                    Method.OPTIONS, path, _ -> Response.empty(200).withHeader("Allow", allowed))));
    return routes;
  }

  private static Route route(Method method, String path, Route.Handler handler) {
    return Route.of(method, path, handler)
        .withBodyUpTo(Bodies.LARGEST)
        .refusingWith(Answers::refusal)
        .forAnyHostAndOrigin();
  }

  /** How this server tells a refusal where no route answers. */
  public static Response refusal(Problem problem) {
    return Answers.refusal(problem);
  }

  /** Puts the limit, and what is told of it, around routes. */
  private record Limited(RateLimiter limiter, Callers callers, ApiKeys keys) {
    /** Guesses at keys count, too. */
    Route.Handler withKeyAt(String place, Route.Handler handler) {
      return at(place, keys.before(place, handler));
    }

    Route.Handler at(String place, Route.Handler handler) {
      return request -> {
        var verdict = limiter.ask(place, callers.address(request));
        if (verdict.isRejection()) return verdict.on(Answers.error(429, "Too Many Requests"));
        try {
          return verdict.on(handler.answer(request));
        } catch (RefusedException e) {
          return verdict.on(Answers.refusal(e.problem()));
        } catch (AtollException e) {
          if (e.code() == ErrorCode.INTERNAL) throw e;
          return verdict.on(Answers.error(500, "Internal server error: " + e.getMessage()));
        }
      };
    }
  }

  static String openApi() {
    try (var file = InfernetDoor.class.getResourceAsStream("openapi.yaml")) {
      if (file == null) throw new IllegalStateException("openapi.yaml is not in this program");
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading openapi.yaml", e);
    }
  }
}
