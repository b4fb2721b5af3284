package atoll.dms;

import atoll.dms.api.ActionAnswer;
import atoll.dms.api.ApiJson;
import atoll.dms.api.DeploymentsDocument;
import atoll.dms.api.HostedAllocationsDocument;
import atoll.dms.api.Lending;
import atoll.dms.api.LocalApi;
import atoll.dms.api.LogEnd;
import atoll.dms.api.LogLine;
import atoll.dms.api.LogRequest;
import atoll.dms.api.NodeDocument;
import atoll.dms.api.ProvidersDocument;
import atoll.dms.api.SubmittedDocument;
import atoll.ensemble.Ensemble;
import atoll.ensemble.EnsembleWire;
import atoll.ensemble.ParseResult;
import atoll.kernel.AtollException;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.orchestrator.Deployments;
import atoll.web.Method;
import atoll.web.Outlet;
import atoll.web.Problem;
import atoll.web.RefusedException;
import atoll.web.Request;
import atoll.web.Response;
import atoll.web.Route;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** Our own interface, for the operator of this machine: {@code openapi.yaml} describes it. */
final class V1Routes {
  /** An ensemble with all its scripts and modules in base64. */
  private static final int ENSEMBLE_BYTES = 66 << 20;

  private static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(5);
  private static final Duration LONGEST_PATIENCE = Duration.ofDays(1);

  private final OperatorGate gate;
  private final NodeDocument node;
  private final Deployments deployments;
  private final Lending lending;
  private final RandomGenerator random;
  private final SubmittedKeys submitted = new SubmittedKeys(4096);

  V1Routes(
      OperatorGate gate,
      NodeDocument node,
      Deployments deployments,
      Lending lending,
      RandomGenerator random) {
    this.gate = gate;
    this.node = node;
    this.deployments = deployments;
    this.lending = lending;
    this.random = random;
  }

  List<Route> routes() {
    return List.of(
        guarded(Method.GET, "/v1/node", (_, api) -> json(api.node())),
        guarded(Method.POST, "/v1/plan", (r, api) -> json(api.plan(ensemble(r))))
            .withBodyUpTo(ENSEMBLE_BYTES),
        guarded(
            Method.GET,
            "/v1/deployments",
            (_, api) -> json(new DeploymentsDocument(api.deployments()))),
        guarded(Method.POST, "/v1/deployments", this::submit).withBodyUpTo(ENSEMBLE_BYTES),
        guarded(Method.GET, "/v1/deployments/{id}", (r, api) -> json(api.deployment(id(r)), r)),
        guarded(Method.PUT, "/v1/deployments/{id}", V1Routes::update).withBodyUpTo(ENSEMBLE_BYTES),
        guarded(Method.DELETE, "/v1/deployments/{id}", V1Routes::forget),
        guarded(Method.POST, "/v1/deployments/{id}/shutdown", V1Routes::shutdown),
        guarded(
            Method.GET,
            "/v1/deployments/{id}/explanations",
            (r, api) -> json(api.explain(id(r)), r)),
        guarded(Method.GET, "/v1/deployments/{id}/events", V1Routes::events),
        guarded(Method.GET, "/v1/deployments/{id}/allocations/{allocation}/logs", V1Routes::logs),
        guarded(
            Method.GET, "/v1/providers", (_, api) -> json(new ProvidersDocument(api.providers()))),
        guarded(
            Method.GET,
            "/v1/allocations",
            (_, api) -> json(new HostedAllocationsDocument(api.allocations()))));
  }

  private Response submit(Request request, LocalApi api) throws InterruptedException {
    request.allowOnlyQuery("patience_seconds", "dry_run");
    if (request.flag("dry_run")) return json(api.plan(ensemble(request)));
    var patience = patience(request);
    var body = request.body();
    var ensemble = ensemble(body);
    var key = request.idempotencyKey().orElseGet(this::freshKey);
    if (!submitted.accepts(key, body))
      throw new AtollException(
          ErrorCode.CONFLICT,
          "Idempotency-Key "
              + key
              + " was used for another ensemble; send a new key with a new request");
    var id = api.submit(key, ensemble, patience);
    return Response.json(202, ApiJson.write(new SubmittedDocument(id)))
        .withHeader("Location", "/v1/deployments/" + id);
  }

  private static Response update(Request request, LocalApi api) throws InterruptedException {
    request.allowOnlyQuery("patience_seconds", "dry_run", "planned_for");
    var id = id(request);
    if (request.flag("dry_run")) return json(api.planUpdate(id, ensemble(request)), request);
    return begun(
        api.update(id, ensemble(request), patience(request), plannedFor(request)),
        202,
        request,
        "only a running deployment can be changed");
  }

  private static OptionalLong plannedFor(Request request) {
    return request.query("planned_for").isPresent()
        ? OptionalLong.of(request.number("planned_for", 0))
        : OptionalLong.empty();
  }

  private static Response shutdown(Request request, LocalApi api) {
    request.allowOnlyQuery("dry_run");
    if (request.flag("dry_run")) return json(api.deployment(id(request)), request);
    return begun(
        api.shutdown(id(request)), 202, request, "only a running deployment can be shut down");
  }

  private static Response forget(Request request, LocalApi api) {
    request.allowOnlyQuery("dry_run");
    if (request.flag("dry_run")) return json(api.deployment(id(request)), request);
    return begun(
        api.forget(id(request)),
        204,
        request,
        "only a deployment that has ended can be forgotten; shut it down first");
  }

  private static Response events(Request request, LocalApi api) {
    request.allowOnlyQuery("after", "follow");
    var id = id(request);
    long after = request.number("after", 0);
    boolean follow = request.flag("follow");
    if (api.deployment(id).isEmpty()) throw unknown(request);
    return Response.lines(outlet ->
        api.events(
            id,
            after,
            follow,
            event -> tell(outlet, ApiJson.write((Record) event)),
            () -> outlet.line("")));
  }

  private static Response logs(Request request, LocalApi api) {
    request.allowOnlyQuery("stream", "offset", "follow");
    var id = id(request);
    var allocation = request.path("allocation");
    var wanted =
        new LogRequest(stream(request), request.number("offset", 0), request.flag("follow"));
    var deployment = api.deployment(id).orElseThrow(() -> unknown(request));
    if (deployment.allocations().stream().noneMatch(a -> a.name().equals(allocation)))
      throw new AtollException(
          ErrorCode.NOT_FOUND, "deployment " + id + " has no allocation " + allocation);
    return Response.lines(outlet -> {
      var end =
          api.logs(
              id,
              allocation,
              wanted,
              chunk -> tell(outlet, ApiJson.write(new LogLine.Output(chunk))),
              () -> outlet.line(""));
      if (!(end instanceof LogEnd.Stopped)) tell(outlet, ApiJson.write(new LogLine.End(end)));
    });
  }

  private static boolean tell(Outlet outlet, String line) {
    outlet.line(line);
    return true;
  }

  private static Response begun(ActionAnswer answer, int status, Request request, String rule) {
    return switch (answer) {
      case ActionAnswer.Begun() -> Response.empty(status);
      case ActionAnswer.Unknown() -> throw unknown(request);
      case ActionAnswer.WrongState(var state) ->
          throw new AtollException(
              ErrorCode.CONFLICT,
              "deployment "
                  + request.path("id")
                  + " is "
                  + state.name().toLowerCase(Locale.ROOT)
                  + "; "
                  + rule);
      case ActionAnswer.Refused(var why) ->
          throw new RefusedException(new Problem(422, ErrorCode.BAD_REQUEST, why));
    };
  }

  private static Ensemble ensemble(Request request) {
    return ensemble(request.body());
  }

  private static Ensemble ensemble(byte[] body) {
    return switch (EnsembleWire.read(body)) {
      case ParseResult.Parsed(var ensemble) -> ensemble;
      case ParseResult.Invalid(var problems) ->
          throw new RefusedException(
              new Problem(
                  422,
                  ErrorCode.BAD_REQUEST,
                  "the ensemble is not valid: "
                      + problems.size()
                      + (problems.size() == 1 ? " problem" : " problems"),
                  problems.stream().map(Object::toString).toList()));
    };
  }

  private static EnsembleId id(Request request) {
    try {
      return new EnsembleId(request.path("id"));
    } catch (IllegalArgumentException e) {
      throw new AtollException(ErrorCode.BAD_REQUEST, String.valueOf(e.getMessage()), e);
    }
  }

  private static Duration patience(Request request) {
    var patience =
        Duration.ofSeconds(request.number("patience_seconds", DEFAULT_PATIENCE.toSeconds()));
    if (patience.isZero() || patience.compareTo(LONGEST_PATIENCE) > 0)
      throw new AtollException(
          ErrorCode.BAD_REQUEST,
          "patience_seconds is not between 1 and " + LONGEST_PATIENCE.toSeconds());
    return patience;
  }

  private static LogRequest.Stream stream(Request request) {
    return switch (request.query("stream").orElse("stdout")) {
      case "stdout" -> LogRequest.Stream.STDOUT;
      case "stderr" -> LogRequest.Stream.STDERR;
      default ->
          throw new AtollException(
              ErrorCode.BAD_REQUEST, "query parameter stream is neither stdout nor stderr");
    };
  }

  private String freshKey() {
    var bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static AtollException unknown(Request request) {
    return new AtollException(
        ErrorCode.NOT_FOUND, "no deployment " + request.path("id") + " is known here");
  }

  private static Response json(Record document) {
    return Response.json(200, ApiJson.write(document));
  }

  private static Response json(Optional<? extends Record> document, Request request) {
    return json((Record) document.orElseThrow(() -> unknown(request)));
  }

  private Route guarded(Method method, String path, Answer answer) {
    return Route.of(
        method,
        path,
        request ->
            answer.of(request, new LocalApi(node, gate.pass(request), deployments, lending)));
  }

  /** Answers who has passed the gate. */
  @FunctionalInterface
  private interface Answer {
    Response of(Request request, LocalApi api) throws InterruptedException;
  }
}
