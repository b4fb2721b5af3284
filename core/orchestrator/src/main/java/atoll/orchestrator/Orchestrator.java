package atoll.orchestrator;

import atoll.actor.Actor;
import atoll.actor.Deliveries;
import atoll.actor.Dispatcher;
import atoll.actor.Reply;
import atoll.capability.Capability;
import atoll.capability.Grant;
import atoll.ensemble.Ensemble;
import atoll.identity.PeerId;
import atoll.kernel.AtollException;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.MalformedJsonException;
import atoll.market.Demand;
import atoll.market.PlacementOutcome;
import atoll.market.PlacementPolicy;
import atoll.protocol.Behaviours;
import atoll.protocol.LogsAnswer;
import atoll.protocol.LogsRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The deploying side of a node: all its deployments, each with a child actor and a driver of its
 * own. Safe for any thread.
 */
public final class Orchestrator implements Deployments, AutoCloseable {
  private static final String NAMESPACE = "/dms/node/deployment";

  private final Actor node;
  private final PlacementPolicy policy;
  private final Bidding bidding;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Deliveries deliveries;
  private final DeploymentDriver.Parts drivers;
  private final Map<EnsembleId, DeploymentDriver> deployments = new ConcurrentHashMap<>();
  private final Map<RequestId, EnsembleId> requests = new ConcurrentHashMap<>();

  /**
   * @param reachable the peers that a broadcast is expected to reach
   * @param random must not be predictable outside tests: it names deployments
   */
  public Orchestrator(
      Actor node,
      PlacementPolicy policy,
      Supplier<List<PeerId>> reachable,
      InstantSource clock,
      RandomGenerator random,
      Dispatcher dispatcher) {
    this.node = node;
    this.policy = policy;
    this.bidding = new Bidding(reachable, clock, dispatcher);
    this.deliveries = new Deliveries(clock, dispatcher);
    this.drivers =
        new DeploymentDriver.Parts(
            node, bidding, deliveries, clock, dispatcher, this::roomMayHaveCome);
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Plan plan(Grant grant, Ensemble ensemble) throws InterruptedException {
    require(grant, "new");
    var id = EnsembleId.random(random);
    try (var actor = node.child(id.value(), Optional.empty())) {
      var choosing = new Choosing(Demand.of(ensemble), ensemble.edges(), policy, 0);
      var round = await(bidding.collect(actor, id, 1, choosing.demands()));
      choosing.take(round);
      while (true) {
        switch (choosing.choose()) {
          case PlacementOutcome.Placed(var placement) -> {
            return new Plan.Fits(
                round.asked(),
                round.answered(),
                placement,
                choosing.explain(placement.explain()),
                round.caveatsOf(placement.providers().values()));
          }
          case PlacementOutcome.NotPlaced(var refusal) -> {
            return new Plan.DoesNotFit(
                round.asked(), round.answered(), refusal, choosing.explain(refusal.explain()));
          }
          case PlacementOutcome.NeedsMeasurement(var candidate, var links) -> {
            var wanted = new Requests(id, ensemble).edges(candidate.providers(), links);
            choosing.learn(await(bidding.measure(actor, id, wanted, round.handles())));
          }
        }
      }
    }
  }

  @Override
  public EnsembleId submit(Grant grant, RequestId request, Ensemble ensemble, Duration patience) {
    require(grant, "new");
    return requests.computeIfAbsent(request, _ -> start(ensemble, patience));
  }

  private EnsembleId start(Ensemble ensemble, Duration patience) {
    var id = EnsembleId.random(random);
    var machine = new DeploymentMachine(id, ensemble, policy, clock.instant());
    var driver =
        new DeploymentDriver(
            id, ensemble, machine, node.child(id.value(), Optional.empty()), drivers);
    deployments.put(id, driver);
    driver.begin(patience);
    return id;
  }

  @Override
  public List<Deployment> list(Grant grant) {
    require(grant, "list");
    return deployments.values().stream()
        .map(DeploymentDriver::view)
        .sorted(
            Comparator.comparing(Deployment::createdAt)
                .reversed()
                .thenComparing(d -> d.id().value()))
        .toList();
  }

  @Override
  public Optional<Deployment> find(Grant grant, EnsembleId id) {
    require(grant, "status");
    return Optional.ofNullable(deployments.get(id)).map(DeploymentDriver::view);
  }

  @Override
  public List<DeploymentEvent> events(Grant grant, EnsembleId id, long after, Duration wait)
      throws InterruptedException {
    require(grant, "status");
    var driver = deployments.get(id);
    return driver == null ? List.of() : driver.events().readAfter(after, wait);
  }

  @Override
  public LogChunk logs(Grant grant, EnsembleId id, String allocation, LogQuery query, Duration wait)
      throws InterruptedException {
    require(grant, "logs");
    var driver = deployments.get(id);
    var state =
        driver == null
            ? Optional.<AllocationState>empty()
            : driver.view().allocations().stream()
                .filter(a -> a.id().manifestKey().equals(allocation))
                .findFirst();
    if (driver == null || state.isEmpty()) return new LogChunk.Unknown();
    var provider = driver.providerOf(state.get().id());
    if (provider.isEmpty() || state.get().startedAt().isEmpty() && !state.get().status().ended())
      return new LogChunk.NotStarted();
    var request =
        new LogsRequest(
            state.get().id().value(),
            query.stream() == LogQuery.Stream.STDERR,
            query.offset(),
            query.maxBytes(),
            wait.toMillis());
    var expiresAt = clock.instant().plus(wait).plus(Duration.ofSeconds(5));
    return switch (await(
        node.invoke(provider.get(), Behaviours.allocationLogs(id), request.toJson(), expiresAt))) {
      case Reply.Answered answered -> chunk(answered.payload());
      case Reply.Refused(var code, var reason) ->
          new LogChunk.Unavailable("refused (" + code.wireName() + "): " + reason);
      case Reply.NoReply(var why) -> new LogChunk.Unavailable("no answer: " + why);
    };
  }

  private static LogChunk chunk(byte[] payload) {
    try {
      var answer = LogsAnswer.parse(payload);
      return answer.error().isEmpty()
          ? new LogChunk.Bytes(answer.data(), answer.nextOffset(), answer.end())
          : new LogChunk.Unavailable(answer.error());
    } catch (MalformedJsonException e) {
      return new LogChunk.Unavailable("the provider's answer makes no sense: " + e.getMessage());
    }
  }

  @Override
  public ShutdownAnswer shutdown(Grant grant, EnsembleId id) {
    require(grant, "shutdown");
    var driver = deployments.get(id);
    if (driver == null) return new ShutdownAnswer.Unknown();
    var status = driver.view().status();
    if (status.ended() || status == DeploymentStatus.SHUTTING_DOWN)
      return new ShutdownAnswer.NotRunning(status);
    driver.shutDown();
    return new ShutdownAnswer.Begun();
  }

  @Override
  public UpdateAnswer update(Grant grant, EnsembleId id, Ensemble ensemble, Duration patience) {
    require(grant, "update");
    var driver = deployments.get(id);
    if (driver == null) return new UpdateAnswer.Unknown();
    if (driver.view().status() != DeploymentStatus.RUNNING)
      return new UpdateAnswer.NotRunning(driver.view().status());
    var dropped = new HashSet<>(driver.ensemble().nodes().keySet());
    dropped.removeAll(ensemble.nodes().keySet());
    for (var node : ensemble.nodes().entrySet()) {
      if (!node.getValue().equals(driver.ensemble().nodes().get(node.getKey())))
        return refused("node " + node.getKey());
      for (var allocation : node.getValue().allocations())
        if (!java.util.Objects.equals(
            ensemble.allocations().get(allocation),
            driver.ensemble().allocations().get(allocation)))
          return refused("allocation " + allocation);
    }
    driver.drop(dropped);
    return new UpdateAnswer.Begun();
  }

  private static UpdateAnswer refused(String changed) {
    return new UpdateAnswer.Refused(
        changed
            + " is new or changed; a running deployment can only be changed by taking nodes out."
            + " Deploy the new file beside it, then shut this one down");
  }

  @Override
  public boolean forget(Grant grant, EnsembleId id) {
    require(grant, "delete");
    var driver = deployments.get(id);
    if (driver == null || !driver.view().status().ended()) return false;
    requests.values().remove(id);
    return deployments.remove(id, driver);
  }

  /** Stops driving; what runs goes on at its providers. */
  @Override
  public void close() {
    deliveries.close();
    deployments.values().forEach(DeploymentDriver::letGo);
  }

  /** A deployment of ours gave something back, so others that wait for room try at once. */
  private void roomMayHaveCome(EnsembleId from) {
    deployments.forEach((id, driver) -> {
      if (!id.equals(from)) driver.tryAgain();
    });
  }

  private void require(Grant grant, String what) {
    var wanted = new Capability(NAMESPACE + "/" + what);
    if (!grant.allows(wanted, clock.instant()))
      throw new AtollException(
          ErrorCode.UNAUTHORISED,
          "this needs the capability " + wanted.path() + ", which is not granted");
  }

  private static <T> T await(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new AtollException(ErrorCode.INTERNAL, "waiting for providers", e.getCause());
    }
  }
}
