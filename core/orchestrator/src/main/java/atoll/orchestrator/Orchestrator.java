package atoll.orchestrator;

import atoll.actor.Actor;
import atoll.actor.Deliveries;
import atoll.actor.Dispatcher;
import atoll.capability.Capability;
import atoll.capability.Grant;
import atoll.ensemble.Ensemble;
import atoll.identity.PeerId;
import atoll.identity.PrivateKey;
import atoll.identity.Sealer;
import atoll.journal.Journal;
import atoll.journal.JournalException;
import atoll.kernel.AtollException;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.market.PlacementPolicy;
import atoll.market.ProviderId;
import atoll.orchestrator.machine.Deployment;
import atoll.orchestrator.machine.DeploymentEvent;
import atoll.orchestrator.machine.DeploymentMachine;
import atoll.orchestrator.machine.MachineRecord;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
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
  private final DryRun dryRun;
  private final LogReading logs;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Deliveries deliveries;
  private final DeploymentDriver.Parts drivers;
  private final Map<EnsembleId, DeploymentDriver> deployments = new ConcurrentHashMap<>();
  private final Map<RequestId, EnsembleId> requests = new ConcurrentHashMap<>();
  private final Store store;
  private final Owing owing;

  /**
   * Knows at once what its journal remembers, and goes on with it when told to ({@link #resume}).
   *
   * @param reachable the peers that a broadcast is expected to reach
   * @param sealer for the keys of deployments, which the journal remembers
   * @param random must not be predictable outside tests: it names deployments
   * @throws atoll.journal.JournalException if what is remembered cannot be read
   */
  public Orchestrator(
      Actor node,
      PlacementPolicy policy,
      Supplier<List<PeerId>> reachable,
      Journal journal,
      Sealer sealer,
      InstantSource clock,
      RandomGenerator random,
      Dispatcher dispatcher) {
    this.node = node;
    this.policy = policy;
    var bidding = new Bidding(reachable, clock, dispatcher);
    this.dryRun = new DryRun(node, bidding, policy);
    this.logs = new LogReading(node, clock);
    this.deliveries = new Deliveries(clock, dispatcher);
    this.store = new Store(journal, sealer);
    this.owing = new Owing(node, deliveries, store, clock, dispatcher);
    this.drivers =
        new DeploymentDriver.Parts(
            node, bidding, owing, store, clock, dispatcher, this::roomMayHaveCome);
    this.clock = clock;
    this.random = random;
    store.all().forEach(this::recall);
  }

  private void recall(Store.Remembered before) {
    var birth = before.birth();
    var machine = MachineRecord.read(birth.id(), before.state(), before.ensembles(), policy);
    var actor = node.child(birth.id().value(), Optional.of(store.open(birth)));
    var driver = new DeploymentDriver(birth, machine, actor, drivers);
    driver.recall(before);
    deployments.put(birth.id(), driver);
    requests.put(birth.request(), birth.id());
    if (driver.view().status().ended()) driver.letGo();
    else
      before
          .order()
          .ifPresent(order -> {
            switch (order) {
              case Store.Order.ShutDown() -> driver.shutDown();
              case Store.Order.Update(var ensemble, var deadline) ->
                  driver.update(ensemble, deadline);
            }
          });
  }

  /**
   * Goes on with every deployment that has not ended (DMS §7.11); what runs is left alone. To be
   * called once everything can be reached.
   */
  public void resume() {
    owing.resume(store.debts());
    deployments.values().stream()
        .filter(driver -> !driver.view().status().ended())
        .sorted(Comparator.comparing(driver -> driver.birth().id().value()))
        .forEach(DeploymentDriver::begin);
  }

  @Override
  public Plan plan(Grant grant, Ensemble ensemble) throws InterruptedException {
    require(grant, "new");
    return dryRun.plan(EnsembleId.random(random), ensemble);
  }

  @Override
  public EnsembleId submit(Grant grant, RequestId request, Ensemble ensemble, Duration patience) {
    require(grant, "new");
    return requests.computeIfAbsent(request, _ -> start(request, ensemble, patience));
  }

  private EnsembleId start(RequestId request, Ensemble ensemble, Duration patience) {
    var id = EnsembleId.random(random);
    var now = clock.instant();
    var key = PrivateKey.generate(random);
    var birth = new Store.Birth(id, request, store.seal(id, key), now.plus(patience));
    var machine = new DeploymentMachine(id, ensemble, policy, now);
    var driver =
        new DeploymentDriver(birth, machine, node.child(id.value(), Optional.of(key)), drivers);
    try {
      driver.remember();
    } catch (JournalException e) {
      driver.letGo();
      throw e;
    }
    deployments.put(id, driver);
    driver.begin();
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
    return driver == null ? new LogChunk.Unknown() : logs.read(driver, allocation, query, wait);
  }

  @Override
  public ShutdownAnswer shutdown(Grant grant, EnsembleId id) {
    require(grant, "shutdown");
    var driver = deployments.get(id);
    if (driver == null) return new ShutdownAnswer.Unknown();
    var status = driver.view().status();
    if (status.ended() || status == DeploymentStatus.SHUTTING_DOWN)
      return new ShutdownAnswer.NotRunning(status);
    store.order(id, new Store.Order.ShutDown());
    driver.shutDown();
    return new ShutdownAnswer.Begun();
  }

  @Override
  public UpdatePlan planUpdate(Grant grant, EnsembleId id, Ensemble ensemble)
      throws InterruptedException {
    require(grant, "update");
    var driver = deployments.get(id);
    if (driver == null) return new UpdatePlan.Unknown();
    var status = driver.view().status();
    if (status != DeploymentStatus.RUNNING) return new UpdatePlan.NotRunning(status);
    return dryRun.planUpdate(EnsembleId.random(random), driver, ensemble);
  }

  @Override
  public UpdateAnswer update(
      Grant grant, EnsembleId id, Ensemble ensemble, Duration patience, OptionalLong plannedFor) {
    require(grant, "update");
    var driver = deployments.get(id);
    if (driver == null) return new UpdateAnswer.Unknown();
    if (driver.view().status() != DeploymentStatus.RUNNING)
      return new UpdateAnswer.NotRunning(driver.view().status());
    if (plannedFor.isPresent() && plannedFor.getAsLong() != driver.epoch())
      return new UpdateAnswer.Refused(
          "something was placed since this was planned (epoch %d, now %d). Plan again"
              .formatted(plannedFor.getAsLong(), driver.epoch()));
    var difference = driver.differenceTo(ensemble);
    if (difference.kept().isEmpty() && difference.replaced().isEmpty())
      return new UpdateAnswer.Refused(
          "nothing of the deployment would be left. Deploy the new file beside it, then shut this"
              + " one down");
    var deadline = clock.instant().plus(patience);
    store.order(id, new Store.Order.Update(ensemble, deadline));
    driver.update(ensemble, deadline);
    return new UpdateAnswer.Begun();
  }

  @Override
  public int drain(Grant grant, ProviderId provider) {
    require(grant, "update");
    int concerned = 0;
    for (var driver : deployments.values()) {
      var view = driver.view();
      if (view.status().ended()) continue;
      driver.drain(provider);
      if (view.allocations().stream().anyMatch(a -> a.provider().equals(Optional.of(provider))))
        concerned++;
    }
    return concerned;
  }

  @Override
  public boolean forget(Grant grant, EnsembleId id) {
    require(grant, "delete");
    var driver = deployments.get(id);
    if (driver == null || !driver.view().status().ended()) return false;
    forget(driver);
    return true;
  }

  private void forget(DeploymentDriver driver) {
    var id = driver.birth().id();
    var events = driver.events();
    store.forget(id, driver.knownEnsembles(), events.first(), events.last());
    requests.remove(driver.birth().request(), id);
    deployments.remove(id, driver);
  }

  /**
   * Forgets what ended longer ago than {@code keep}; harmless to repeat.
   *
   * @return how many deployments that were
   */
  public int sweep(Duration keep) {
    var before = clock.instant().minus(keep);
    int forgotten = 0;
    for (var driver : deployments.values()) {
      var ended = driver.view().completedAt();
      if (!driver.view().status().ended() || ended.isEmpty() || !ended.get().isBefore(before))
        continue;
      forget(driver);
      forgotten++;
    }
    return forgotten;
  }

  /** Stops driving; what runs goes on at its providers. */
  @Override
  public void close() {
    deliveries.close();
    owing.close();
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
}
