package atoll.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.dms.api.ActionAnswer;
import atoll.dms.api.AllocationDocument;
import atoll.dms.api.AtollApi;
import atoll.dms.api.DeploymentDocument;
import atoll.dms.api.EventDocument;
import atoll.dms.api.ExplanationDocument;
import atoll.dms.api.ExplanationsDocument;
import atoll.dms.api.FailureDocument;
import atoll.dms.api.HostedAllocationDocument;
import atoll.dms.api.LogDocument;
import atoll.dms.api.LogEnd;
import atoll.dms.api.LogRequest;
import atoll.dms.api.NodeDocument;
import atoll.dms.api.PlanDocument;
import atoll.dms.api.PortDocument;
import atoll.dms.api.ProviderDocument;
import atoll.dms.api.RefusalDocument;
import atoll.dms.api.UpdatePlanDocument;
import atoll.ensemble.Ensemble;
import atoll.kernel.AllocationStatus;
import atoll.kernel.AllocationType;
import atoll.kernel.AtollException;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.kernel.ExecutorKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** A node that does what a test says. */
public final class ScriptedNode implements AtollApi {
  public static final Instant NOON = Shell.NOW.minusSeconds(120);
  public static final String PEER = "12D3KooWAbCdEfGhIjKlMnOpQrStUvWxYz0123456789provider";

  public final List<DeploymentDocument> deployments = new ArrayList<>();
  public final List<EventDocument> events = new ArrayList<>();
  public final List<ExplanationDocument> explanations = new ArrayList<>();
  public final List<HostedAllocationDocument> hosted = new ArrayList<>();
  public final List<ProviderDocument> providers = new ArrayList<>();

  /** What each output has, by {@code allocation + " " + stream}. */
  public final Map<String, String> logs = new HashMap<>();

  public final List<String> asked = new ArrayList<>();
  public Optional<PlanDocument> plan = Optional.empty();
  public Optional<UpdatePlanDocument> updatePlan = Optional.empty();
  public ActionAnswer action = new ActionAnswer.Begun();
  public Optional<AtollException> failure = Optional.empty();
  public int connectionsLost;
  public Optional<Duration> patience = Optional.empty();
  public Optional<CountDownLatch> holdsEvents = Optional.empty();

  public static DeploymentDocument deployment(
      String id, DeploymentStatus status, AllocationDocument... allocations) {
    return new DeploymentDocument(
        new EnsembleId(id),
        status,
        NOON,
        NOON,
        Optional.empty(),
        Map.of(),
        List.of(allocations),
        Optional.empty(),
        Optional.empty(),
        3);
  }

  public static DeploymentDocument failed(
      String id,
      ErrorCode code,
      String message,
      Optional<RefusalDocument> refusal,
      AllocationDocument... allocations) {
    return new DeploymentDocument(
        new EnsembleId(id),
        DeploymentStatus.FAILED,
        NOON,
        NOON,
        Optional.of(NOON),
        Map.of(),
        List.of(allocations),
        Optional.of(new FailureDocument(code, message)),
        refusal,
        3);
  }

  public static AllocationDocument service(
      String name, AllocationStatus status, PortDocument... ports) {
    return allocation(name, AllocationType.SERVICE, status, OptionalInt.empty(), ports);
  }

  public static AllocationDocument task(String name, int exitCode) {
    return allocation(
        name,
        AllocationType.TASK,
        exitCode == 0 ? AllocationStatus.COMPLETED : AllocationStatus.FAILED,
        OptionalInt.of(exitCode));
  }

  private static AllocationDocument allocation(
      String name,
      AllocationType type,
      AllocationStatus status,
      OptionalInt exit,
      PortDocument... ports) {
    return new AllocationDocument(
        name,
        "e_" + name,
        type,
        ExecutorKind.NULL,
        status,
        Optional.of(PEER),
        List.of(ports),
        Optional.of(NOON),
        exit,
        Optional.empty(),
        Optional.empty());
  }

  public ScriptedNode having(DeploymentDocument... all) {
    deployments.addAll(Arrays.asList(all));
    return this;
  }

  public ScriptedNode telling(EventDocument... all) {
    events.addAll(Arrays.asList(all));
    return this;
  }

  @Override
  public NodeDocument node() {
    answer("node");
    return new NodeDocument("did:key:z6MkNode", PEER, Program.VERSION);
  }

  @Override
  public PlanDocument plan(Ensemble ensemble) {
    answer("plan");
    return plan.orElseThrow();
  }

  @Override
  public EnsembleId submit(String idempotencyKey, Ensemble ensemble, Duration patience) {
    answer("submit");
    this.patience = Optional.of(patience);
    return deployments.getFirst().id();
  }

  @Override
  public List<DeploymentDocument> deployments() {
    answer("deployments");
    return List.copyOf(deployments);
  }

  @Override
  public Optional<DeploymentDocument> deployment(EnsembleId id) {
    answer("deployment");
    return deployments.stream().filter(d -> d.id().equals(id)).findFirst();
  }

  @Override
  public Optional<ExplanationsDocument> explain(EnsembleId id) {
    answer("explain");
    return deployment(id)
        .map(d ->
            new ExplanationsDocument(
                d.id(), d.status(), d.failure(), d.refusal(), List.copyOf(explanations)));
  }

  @Override
  public boolean events(EnsembleId id, long after, boolean follow, Predicate<EventDocument> reader)
      throws InterruptedException {
    answer("events after " + after);
    for (var event : events) if (event.number() > after && !reader.test(event)) return true;
    if (holdsEvents.isPresent()) {
      holdsEvents.get().countDown();
      new CountDownLatch(1).await();
    }
    return true;
  }

  @Override
  public LogEnd logs(
      EnsembleId id, String allocation, LogRequest request, Predicate<LogDocument> reader) {
    answer("logs " + allocation + " " + request.stream() + " from " + request.offset());
    var bytes = logs.getOrDefault(allocation + " " + request.stream(), "").getBytes(UTF_8);
    int from = (int) Math.min(request.offset(), bytes.length);
    synchronized (this) {
      if (connectionsLost > 0) {
        connectionsLost--;
        int half = from + (bytes.length - from) / 2;
        var _ =
            reader.test(new LogDocument(from, half, false, Arrays.copyOfRange(bytes, from, half)));
        throw new AtollException(ErrorCode.UNREACHABLE, "the connection broke");
      }
    }
    var _ =
        reader.test(
            new LogDocument(
                from,
                bytes.length,
                request.follow(),
                Arrays.copyOfRange(bytes, from, bytes.length)));
    return request.follow() ? new LogEnd.Complete(bytes.length) : new LogEnd.Stopped(bytes.length);
  }

  @Override
  public ActionAnswer shutdown(EnsembleId id) {
    answer("shutdown " + id);
    return action;
  }

  @Override
  public Optional<UpdatePlanDocument> planUpdate(EnsembleId id, Ensemble ensemble) {
    answer("plan-update " + id);
    return updatePlan;
  }

  @Override
  public ActionAnswer update(
      EnsembleId id, Ensemble ensemble, Duration patience, OptionalLong plannedFor) {
    answer("update " + id);
    return action;
  }

  @Override
  public ActionAnswer forget(EnsembleId id) {
    answer("forget " + id);
    return action;
  }

  @Override
  public List<ProviderDocument> providers() {
    answer("providers");
    return List.copyOf(providers);
  }

  @Override
  public List<HostedAllocationDocument> allocations() {
    answer("allocations");
    return List.copyOf(hosted);
  }

  @Override
  public void close() {
    asked.add("close");
  }

  private void answer(String question) {
    synchronized (this) {
      asked.add(question);
    }
    failure.ifPresent(f -> {
      throw f;
    });
  }
}
