package atoll.dms.api;

import atoll.ensemble.Ensemble;
import atoll.ensemble.EnsembleWire;
import atoll.kernel.EnsembleId;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A node elsewhere, asked through its {@code /v1}. Waits at most a minute for an answer, and for
 * ever on what it follows.
 */
public final class HttpApi implements AtollApi {
  private static final int MAX_FRUITLESS = 3;

  private final HttpCalls calls;

  /**
   * @param node where it listens, like {@code http://127.0.0.1:9999}
   * @param token what its token file holds
   */
  public HttpApi(URI node, String token) {
    this.calls = new HttpCalls(node, token);
  }

  @Override
  public NodeDocument node() {
    return calls.get("/v1/node").as(NodeDocument.class);
  }

  @Override
  public PlanDocument plan(Ensemble ensemble) {
    return calls.send("POST", "/v1/plan", EnsembleWire.bytes(ensemble)).as(PlanDocument.class);
  }

  @Override
  public EnsembleId submit(String idempotencyKey, Ensemble ensemble, Duration patience) {
    var path = "/v1/deployments?patience_seconds=" + patience.toSeconds();
    return calls
        .submit(path, EnsembleWire.bytes(ensemble), idempotencyKey)
        .as(SubmittedDocument.class)
        .id();
  }

  @Override
  public List<DeploymentDocument> deployments() {
    return calls.get("/v1/deployments").as(DeploymentsDocument.class).deployments();
  }

  @Override
  public Optional<DeploymentDocument> deployment(EnsembleId id) {
    return calls.get(of(id)).unlessUnknown(a -> a.as(DeploymentDocument.class));
  }

  @Override
  public Optional<ExplanationsDocument> explain(EnsembleId id) {
    return calls.get(of(id) + "/explanations").unlessUnknown(a -> a.as(ExplanationsDocument.class));
  }

  @Override
  public boolean events(
      EnsembleId id, long after, boolean follow, Predicate<EventDocument> reader) {
    var seen = new AtomicLong(after);
    return stream(
        () -> of(id) + "/events?after=" + seen.get() + "&follow=" + follow,
        seen::get,
        line -> {
          var event = ApiJson.read(line, EventDocument.class);
          seen.set(event.number());
          return reader.test(event);
        });
  }

  @Override
  public LogEnd logs(
      EnsembleId id, String allocation, LogRequest request, Predicate<LogDocument> reader) {
    var offset = new AtomicLong(request.offset());
    var end = new AtomicReference<@Nullable LogEnd>();
    var fixed =
        "&stream="
            + request.stream().name().toLowerCase(java.util.Locale.ROOT)
            + "&follow="
            + request.follow();
    boolean known =
        stream(
            () ->
                of(id)
                    + "/allocations/"
                    + encoded(allocation)
                    + "/logs?offset="
                    + offset.get()
                    + fixed,
            offset::get,
            line -> {
              switch (ApiJson.read(line, LogLine.class)) {
                case LogLine.Output(var chunk) -> {
                  offset.set(chunk.nextOffset());
                  return reader.test(chunk);
                }
                case LogLine.End(var why) -> end.set(why);
              }
              return true;
            });
    if (!known) return new LogEnd.Unknown();
    var why = end.get();
    return why == null ? new LogEnd.Stopped(offset.get()) : why;
  }

  @Override
  public ActionAnswer shutdown(EnsembleId id) {
    return action(id, calls.send("POST", of(id) + "/shutdown", new byte[0]));
  }

  @Override
  public Optional<UpdatePlanDocument> planUpdate(EnsembleId id, Ensemble ensemble) {
    return calls
        .send("PUT", of(id) + "?dry_run=true", EnsembleWire.bytes(ensemble))
        .unlessUnknown(a -> a.as(UpdatePlanDocument.class));
  }

  @Override
  public ActionAnswer update(
      EnsembleId id, Ensemble ensemble, Duration patience, OptionalLong plannedFor) {
    var path = of(id) + "?patience_seconds=" + patience.toSeconds();
    if (plannedFor.isPresent()) path += "&planned_for=" + plannedFor.getAsLong();
    return action(id, calls.send("PUT", path, EnsembleWire.bytes(ensemble)));
  }

  @Override
  public ActionAnswer forget(EnsembleId id) {
    return action(id, calls.send("DELETE", of(id), new byte[0]));
  }

  @Override
  public List<ProviderDocument> providers() {
    return calls.get("/v1/providers").as(ProvidersDocument.class).providers();
  }

  @Override
  public List<HostedAllocationDocument> allocations() {
    return calls.get("/v1/allocations").as(HostedAllocationsDocument.class).allocations();
  }

  /** Nothing to close: connections end with their answers. */
  @Override
  public void close() {}

  private ActionAnswer action(EnsembleId id, HttpCalls.Answer answer) {
    return switch (answer.status()) {
      case 404 -> new ActionAnswer.Unknown();
      case 409 ->
          deployment(id)
              .<ActionAnswer>map(d -> new ActionAnswer.WrongState(d.status()))
              .orElseGet(ActionAnswer.Unknown::new);
      case 422 -> new ActionAnswer.Refused(String.valueOf(answer.problem().getMessage()));
      default -> {
        answer.requireSuccess();
        yield new ActionAnswer.Begun();
      }
    };
  }

  /**
   * Reads lines until the stream ends well or {@code line} answers false; takes a broken one up
   * again.
   *
   * @param position changes with progress; as long as it does, there is no end of patience
   * @return false if what is streamed is not known
   */
  private boolean stream(
      java.util.function.Supplier<String> path,
      java.util.function.LongSupplier position,
      Function<byte[], Boolean> line) {
    int fruitless = 0;
    while (true) {
      long before = position.getAsLong();
      try (var stream = calls.open(path.get())) {
        if (stream.isEmpty()) return false;
        for (var next = stream.get().next(); next.isPresent(); next = stream.get().next())
          if (next.get().length > 0 && !line.apply(next.get())) return true;
        return true;
      } catch (IOException e) {
        fruitless = position.getAsLong() == before ? fruitless + 1 : 0;
        if (fruitless == MAX_FRUITLESS) throw calls.unreachable(e);
      }
    }
  }

  private static String of(EnsembleId id) {
    return "/v1/deployments/" + id;
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
