package atoll.dms;

import atoll.capability.Capability;
import atoll.capability.Grant;
import atoll.ensemble.Ensemble;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationStatus;
import atoll.kernel.AtollException;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.market.Demand;
import atoll.market.Links;
import atoll.market.Offer;
import atoll.market.Placement;
import atoll.market.PlacementOutcome;
import atoll.market.PlacementPolicy;
import atoll.market.PlacementSearch;
import atoll.market.ProviderId;
import atoll.market.Refusal;
import atoll.orchestrator.Deployments;
import atoll.orchestrator.LogChunk;
import atoll.orchestrator.LogQuery;
import atoll.orchestrator.Plan;
import atoll.orchestrator.RequestId;
import atoll.orchestrator.UpdatePlan;
import atoll.orchestrator.machine.AllocationState;
import atoll.orchestrator.machine.Deployment;
import atoll.orchestrator.machine.DeploymentEvent;
import atoll.orchestrator.machine.Why;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Deployments that live in memory: placed by the real market, run by the test. */
public final class InMemoryDeployments implements Deployments {
  private final List<Offer> offers;
  private final InstantSource clock;
  private final Map<RequestId, EnsembleId> requests = new HashMap<>();
  private final Map<EnsembleId, Entry> entries = new LinkedHashMap<>();
  private int submissions;

  public InMemoryDeployments(List<Offer> offers, InstantSource clock) {
    this.offers = List.copyOf(offers);
    this.clock = clock;
  }

  private static final class Entry {
    private final EnsembleId id;
    private final Ensemble ensemble;
    private final Instant createdAt;
    private DeploymentStatus status = DeploymentStatus.PREPARING;
    private Optional<Placement> placement = Optional.empty();
    private Optional<Refusal> refusal = Optional.empty();
    private Optional<Deployment.Failure> failure = Optional.empty();
    private final Map<String, OptionalInt> exits = new HashMap<>();
    private final Map<String, ByteArrayOutputStream> out = new HashMap<>();
    private final Map<String, ByteArrayOutputStream> err = new HashMap<>();
    private final List<DeploymentEvent> events = new ArrayList<>();
    private Optional<String> unavailable = Optional.empty();

    Entry(EnsembleId id, Ensemble ensemble, Instant createdAt) {
      this.id = id;
      this.ensemble = ensemble;
      this.createdAt = createdAt;
    }
  }

  // --- what a test does

  /** Puts a deployment in a state as if it had got there. */
  public synchronized void enter(EnsembleId id, DeploymentStatus status) {
    enter(entry(id), status, "");
    notifyAll();
  }

  public synchronized void start(EnsembleId id, String allocation) {
    entry(id).out.put(allocation, new ByteArrayOutputStream());
    entry(id).err.put(allocation, new ByteArrayOutputStream());
    changed(entry(id), allocation, AllocationStatus.RUNNING, OptionalInt.empty());
    notifyAll();
  }

  public synchronized void print(EnsembleId id, String allocation, String text) {
    entry(id)
        .out
        .get(allocation)
        .writeBytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    notifyAll();
  }

  public synchronized void printError(EnsembleId id, String allocation, String text) {
    entry(id)
        .err
        .get(allocation)
        .writeBytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    notifyAll();
  }

  public synchronized void exit(EnsembleId id, String allocation, int code) {
    entry(id).exits.put(allocation, OptionalInt.of(code));
    changed(
        entry(id),
        allocation,
        code == 0 ? AllocationStatus.COMPLETED : AllocationStatus.FAILED,
        OptionalInt.of(code));
    notifyAll();
  }

  public synchronized void loseProvider(EnsembleId id, String why) {
    entry(id).unavailable = Optional.of(why);
    notifyAll();
  }

  /** How often something was really submitted. */
  public synchronized int submissions() {
    return submissions;
  }

  // --- the port

  @Override
  public Plan plan(Grant grant, Ensemble ensemble) {
    require(grant, "new");
    return switch (search(ensemble)) {
      case PlacementOutcome.Placed(var placement) ->
          new Plan.Fits(
              offers.size(),
              offers.size(),
              placement,
              explained(placement).explanations(),
              List.of("disk: not enforced"));
      case PlacementOutcome.NeedsMeasurement(var placement, _) ->
          new Plan.Fits(
              offers.size(),
              offers.size(),
              placement,
              explained(placement).explanations(),
              List.of());
      case PlacementOutcome.NotPlaced(var refusal) ->
          new Plan.DoesNotFit(offers.size(), offers.size(), refused(refusal));
    };
  }

  @Override
  public synchronized EnsembleId submit(
      Grant grant, RequestId request, Ensemble ensemble, Duration patience) {
    require(grant, "new");
    var known = requests.get(request);
    if (known != null) return known;
    submissions++;
    var id = new EnsembleId("e" + submissions);
    requests.put(request, id);
    var entry = new Entry(id, ensemble, clock.instant().plusSeconds(submissions));
    entries.put(id, entry);
    enter(entry, DeploymentStatus.PREPARING, "");
    switch (search(ensemble)) {
      case PlacementOutcome.Placed(var placement) -> run(entry, placement);
      case PlacementOutcome.NeedsMeasurement(var placement, _) -> run(entry, placement);
      case PlacementOutcome.NotPlaced(var refusal) -> {
        entry.refusal = Optional.of(refusal);
        entry.failure = Optional.of(new Deployment.Failure(ErrorCode.NOT_PLACED, refusal.cause()));
        enter(entry, DeploymentStatus.FAILED, refusal.cause());
      }
    }
    notifyAll();
    return id;
  }

  @Override
  public synchronized List<Deployment> list(Grant grant) {
    require(grant, "list");
    return entries.values().stream().toList().reversed().stream().map(this::view).toList();
  }

  @Override
  public synchronized Optional<Deployment> find(Grant grant, EnsembleId id) {
    require(grant, "status");
    return Optional.ofNullable(entries.get(id)).map(this::view);
  }

  @Override
  public synchronized List<DeploymentEvent> events(
      Grant grant, EnsembleId id, long after, Duration wait) throws InterruptedException {
    require(grant, "status");
    var entry = entries.get(id);
    if (entry == null) return List.of();
    if (entry.events.size() <= after && wait.isPositive()) wait(wait.toMillis());
    return entry.events.stream().filter(event -> event.number() > after).toList();
  }

  @Override
  public synchronized LogChunk logs(
      Grant grant, EnsembleId id, String allocation, LogQuery query, Duration wait)
      throws InterruptedException {
    require(grant, "logs");
    var entry = entries.get(id);
    if (entry == null
        || view(entry).allocations().stream()
            .noneMatch(a -> a.id().manifestKey().equals(allocation))) return new LogChunk.Unknown();
    if (entry.unavailable.isPresent()) return new LogChunk.Unavailable(entry.unavailable.get());
    var streams = query.stream() == LogQuery.Stream.STDOUT ? entry.out : entry.err;
    if (!streams.containsKey(allocation)) return new LogChunk.NotStarted();
    if (streams.get(allocation).size() <= query.offset()
        && !entry.exits.containsKey(allocation)
        && wait.isPositive()) wait(wait.toMillis());
    var all = streams.get(allocation).toByteArray();
    int from = (int) Math.min(query.offset(), all.length);
    int to = Math.min(all.length, from + query.maxBytes());
    return new LogChunk.Bytes(
        Arrays.copyOfRange(all, from, to),
        to,
        to == all.length && entry.exits.containsKey(allocation));
  }

  @Override
  public synchronized ShutdownAnswer shutdown(Grant grant, EnsembleId id) {
    require(grant, "shutdown");
    var entry = entries.get(id);
    if (entry == null) return new ShutdownAnswer.Unknown();
    if (entry.status != DeploymentStatus.RUNNING)
      return new ShutdownAnswer.NotRunning(entry.status);
    enter(entry, DeploymentStatus.SHUTTING_DOWN, "asked to");
    notifyAll();
    return new ShutdownAnswer.Begun();
  }

  @Override
  public UpdatePlan planUpdate(Grant grant, EnsembleId id, Ensemble ensemble) {
    require(grant, "update");
    var entry = entries.get(id);
    if (entry == null) return new UpdatePlan.Unknown();
    if (entry.status != DeploymentStatus.RUNNING) return new UpdatePlan.NotRunning(entry.status);
    return new UpdatePlan.Planned(
        1, List.of(), List.of(), List.of(), List.of("n1.hello"), Optional.empty());
  }

  @Override
  public int drain(Grant grant, ProviderId provider) {
    require(grant, "update");
    return 0;
  }

  @Override
  public synchronized UpdateAnswer update(
      Grant grant, EnsembleId id, Ensemble ensemble, Duration patience, OptionalLong plannedFor) {
    require(grant, "update");
    var entry = entries.get(id);
    if (entry == null) return new UpdateAnswer.Unknown();
    if (entry.status != DeploymentStatus.RUNNING) return new UpdateAnswer.NotRunning(entry.status);
    if (!ensemble.nodes().keySet().equals(entry.ensemble.nodes().keySet()))
      return new UpdateAnswer.Refused("nodes cannot be renamed here");
    enter(entry, DeploymentStatus.UPDATING, "");
    notifyAll();
    return new UpdateAnswer.Begun();
  }

  @Override
  public synchronized boolean forget(Grant grant, EnsembleId id) {
    require(grant, "delete");
    var entry = entries.get(id);
    return entry != null && entry.status.ended() && entries.remove(id, entry);
  }

  // --- inside

  private Entry entry(EnsembleId id) {
    return Optional.ofNullable(entries.get(id)).orElseThrow();
  }

  private PlacementOutcome search(Ensemble ensemble) {
    return PlacementSearch.search(
        Demand.of(ensemble), offers, ensemble.edges(), Links.NONE, PlacementPolicy.SPREAD, 7);
  }

  private static Why explained(Placement placement) {
    return Why.of(Optional.empty(), placement.explain().toList());
  }

  private static Why refused(Refusal refusal) {
    return Why.of(Optional.of(refusal), refusal.explain().toList());
  }

  private void run(Entry entry, Placement placement) {
    entry.placement = Optional.of(placement);
    placement
        .providers()
        .forEach((node, provider) ->
            entry.events.add(
                new DeploymentEvent.NodePlaced(
                    entry.events.size() + 1, clock.instant(), node, provider)));
    enter(entry, DeploymentStatus.RUNNING, "");
  }

  private void enter(Entry entry, DeploymentStatus status, String detail) {
    entry.status = status;
    entry.events.add(
        new DeploymentEvent.StatusChanged(
            entry.events.size() + 1, clock.instant(), status, detail));
  }

  private void changed(Entry entry, String allocation, AllocationStatus status, OptionalInt exit) {
    entry.events.add(
        new DeploymentEvent.AllocationChanged(
            entry.events.size() + 1, clock.instant(), allocation, status, exit, ""));
  }

  private Deployment view(Entry entry) {
    var states = new ArrayList<AllocationState>();
    entry
        .ensemble
        .nodes()
        .forEach((node, spec) ->
            spec.allocations()
                .forEach(name -> {
                  var id = new AllocationId(entry.id, node, name);
                  var allocation = entry.ensemble.allocations().get(name);
                  var key = id.manifestKey();
                  var exit = entry.exits.getOrDefault(key, OptionalInt.empty());
                  var status =
                      exit.isPresent()
                          ? exit.getAsInt() == 0
                              ? AllocationStatus.COMPLETED
                              : AllocationStatus.FAILED
                          : entry.out.containsKey(key)
                              ? AllocationStatus.RUNNING
                              : AllocationStatus.PENDING;
                  states.add(
                      new AllocationState(
                          id,
                          allocation.type(),
                          allocation.executor(),
                          status,
                          entry.placement.map(p -> p.providerOf(node)),
                          Optional.empty(),
                          Map.of(16480, 80),
                          Optional.empty(),
                          exit,
                          Optional.empty(),
                          Optional.empty(),
                          1,
                          Optional.empty()));
                }));
    return new Deployment(
        entry.id,
        entry.status,
        entry.createdAt,
        entry.createdAt,
        Optional.empty(),
        entry.ensemble.metadata(),
        states,
        entry.failure,
        entry
            .placement
            .map(InMemoryDeployments::explained)
            .or(() -> entry.refusal.map(InMemoryDeployments::refused))
            .orElseGet(() -> Why.of(Optional.empty(), List.of())),
        entry.events.size());
  }

  private void require(Grant grant, String behaviour) {
    if (!grant.allows(new Capability("/dms/node/deployment/" + behaviour), clock.instant()))
      throw new AtollException(
          ErrorCode.UNAUTHORISED, "the grant does not allow /dms/node/deployment/" + behaviour);
  }
}
