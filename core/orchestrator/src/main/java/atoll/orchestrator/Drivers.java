package atoll.orchestrator;

import atoll.actor.Actor;
import atoll.actor.Deliveries;
import atoll.actor.Dispatcher;
import atoll.ensemble.Ensemble;
import atoll.identity.PrivateKey;
import atoll.journal.JournalException;
import atoll.kernel.EnsembleId;
import atoll.market.PlacementPolicy;
import atoll.orchestrator.machine.DeploymentMachine;
import atoll.orchestrator.machine.MachineRecord;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Every deployment of one orchestrator by its id, with the driver that it has from its birth until
 * it is forgotten. Safe for any thread.
 */
final class Drivers implements AutoCloseable {
  private final Actor node;
  private final PlacementPolicy policy;
  private final Store store;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Deliveries deliveries;
  private final Owing owing;
  private final DeploymentDriver.Parts parts;
  private final Map<EnsembleId, DeploymentDriver> byId = new ConcurrentHashMap<>();
  private final Map<RequestId, EnsembleId> requests = new ConcurrentHashMap<>();

  /**
   * Knows at once what is remembered, and goes on with it when told to ({@link #resume}).
   *
   * @throws JournalException if what is remembered cannot be read
   */
  Drivers(
      Actor node,
      PlacementPolicy policy,
      Bidding bidding,
      Store store,
      InstantSource clock,
      RandomGenerator random,
      Dispatcher dispatcher) {
    this.node = node;
    this.policy = policy;
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.deliveries = new Deliveries(clock, dispatcher);
    this.owing = new Owing(node, deliveries, store, clock, dispatcher);
    this.parts =
        new DeploymentDriver.Parts(
            node, bidding, owing, store, clock, dispatcher, this::roomMayHaveCome);
    store.all().forEach(this::recall);
  }

  private void recall(Store.Remembered before) {
    var birth = before.birth();
    var machine = MachineRecord.read(birth.id(), before.state(), before.ensembles(), policy);
    var actor = node.child(birth.id().value(), Optional.of(store.open(birth)));
    var driver = new DeploymentDriver(birth, machine, actor, parts);
    driver.recall(before);
    byId.put(birth.id(), driver);
    requests.put(birth.request(), birth.id());
    if (driver.view().status().ended()) driver.letGo();
    else before.order().ifPresent(order -> carryOut(driver, order));
  }

  /** Goes on with every deployment that has not ended (DMS §7.11); what runs is left alone. */
  void resume() {
    owing.resume(store.debts());
    byId.values().stream()
        .filter(driver -> !driver.view().status().ended())
        .sorted(Comparator.comparing(driver -> driver.birth().id().value()))
        .forEach(DeploymentDriver::begin);
  }

  Optional<DeploymentDriver> find(EnsembleId id) {
    return Optional.ofNullable(byId.get(id));
  }

  List<DeploymentDriver> all() {
    return List.copyOf(byId.values());
  }

  /**
   * The deployment of this request, which is born if there is none yet.
   *
   * @throws JournalException if it cannot be remembered; then there is none
   */
  EnsembleId of(RequestId request, Ensemble ensemble, Duration patience) {
    return requests.computeIfAbsent(request, _ -> born(request, ensemble, patience));
  }

  private EnsembleId born(RequestId request, Ensemble ensemble, Duration patience) {
    var id = EnsembleId.random(random);
    var now = clock.instant();
    var key = PrivateKey.generate(random);
    var birth = new Store.Birth(id, request, store.seal(id, key), now.plus(patience));
    var machine = new DeploymentMachine(id, ensemble, policy, now);
    var driver =
        new DeploymentDriver(birth, machine, node.child(id.value(), Optional.of(key)), parts);
    try {
      driver.remember();
    } catch (JournalException e) {
      driver.letGo();
      throw e;
    }
    byId.put(id, driver);
    driver.begin();
    return id;
  }

  /**
   * Has it done, through crashes too.
   *
   * @throws JournalException if the order cannot be remembered; then nothing is done
   */
  void order(DeploymentDriver driver, Store.Order order) {
    store.order(driver.birth().id(), order);
    carryOut(driver, order);
  }

  private static void carryOut(DeploymentDriver driver, Store.Order order) {
    switch (order) {
      case Store.Order.ShutDown() -> driver.shutDown();
      case Store.Order.Update(var ensemble, var deadline) -> driver.update(ensemble, deadline);
    }
  }

  void forget(DeploymentDriver driver) {
    var id = driver.birth().id();
    var events = driver.events();
    store.forget(id, driver.knownEnsembles(), events.first(), events.last());
    requests.remove(driver.birth().request(), id);
    byId.remove(id, driver);
  }

  /** A deployment of ours gave something back, so others that wait for room try at once. */
  private void roomMayHaveCome(EnsembleId from) {
    byId.forEach((id, driver) -> {
      if (!id.equals(from)) driver.tryAgain();
    });
  }

  /** Stops driving; what runs goes on at its providers. */
  @Override
  public void close() {
    deliveries.close();
    owing.close();
    byId.values().forEach(DeploymentDriver::letGo);
  }
}
