package atoll.orchestrator;

import atoll.actor.Actor;
import atoll.actor.Dispatcher;
import atoll.capability.Capability;
import atoll.capability.Grant;
import atoll.ensemble.Ensemble;
import atoll.identity.PeerId;
import atoll.identity.Sealer;
import atoll.journal.Journal;
import atoll.kernel.AtollException;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.market.PlacementPolicy;
import atoll.market.ProviderId;
import atoll.orchestrator.machine.Deployment;
import atoll.orchestrator.machine.DeploymentEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The deploying side of a node: all its deployments, each with a child actor and a driver of its
 * own. Safe for any thread.
 */
public final class Orchestrator implements Deployments, AutoCloseable {
  private static final String NAMESPACE = "/dms/node/deployment";

  private final DryRun dryRun;
  private final LogReading logs;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Drivers drivers;

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
    var bidding = new Bidding(reachable, clock, dispatcher);
    this.dryRun = new DryRun(node, bidding, policy);
    this.logs = new LogReading(node, clock);
    this.clock = clock;
    this.random = random;
    this.drivers =
        new Drivers(node, policy, bidding, new Store(journal, sealer), clock, random, dispatcher);
  }

  /**
   * Goes on with every deployment that has not ended (DMS §7.11); what runs is left alone. To be
   * called once everything can be reached.
   */
  public void resume() {
    drivers.resume();
  }

  @Override
  public Plan plan(Grant grant, Ensemble ensemble) throws InterruptedException {
    require(grant, "new");
    return dryRun.plan(EnsembleId.random(random), ensemble);
  }

  @Override
  public EnsembleId submit(Grant grant, RequestId request, Ensemble ensemble, Duration patience) {
    require(grant, "new");
    return drivers.of(request, ensemble, patience);
  }

  @Override
  public List<Deployment> list(Grant grant) {
    require(grant, "list");
    return drivers.all().stream()
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
    return drivers.find(id).map(DeploymentDriver::view);
  }

  @Override
  public List<DeploymentEvent> events(Grant grant, EnsembleId id, long after, Duration wait)
      throws InterruptedException {
    require(grant, "status");
    var driver = drivers.find(id);
    return driver.isEmpty() ? List.of() : driver.get().events().readAfter(after, wait);
  }

  @Override
  public LogChunk logs(Grant grant, EnsembleId id, String allocation, LogQuery query, Duration wait)
      throws InterruptedException {
    require(grant, "logs");
    var driver = drivers.find(id);
    return driver.isEmpty()
        ? new LogChunk.Unknown()
        : logs.read(driver.get(), allocation, query, wait);
  }

  @Override
  public ShutdownAnswer shutdown(Grant grant, EnsembleId id) {
    require(grant, "shutdown");
    var driver = drivers.find(id);
    if (driver.isEmpty()) return new ShutdownAnswer.Unknown();
    var status = driver.get().view().status();
    if (status.ended() || status == DeploymentStatus.SHUTTING_DOWN)
      return new ShutdownAnswer.NotRunning(status);
    drivers.order(driver.get(), new Store.Order.ShutDown());
    return new ShutdownAnswer.Begun();
  }

  @Override
  public UpdatePlan planUpdate(Grant grant, EnsembleId id, Ensemble ensemble)
      throws InterruptedException {
    require(grant, "update");
    var driver = drivers.find(id);
    if (driver.isEmpty()) return new UpdatePlan.Unknown();
    var status = driver.get().view().status();
    if (status != DeploymentStatus.RUNNING) return new UpdatePlan.NotRunning(status);
    return dryRun.planUpdate(EnsembleId.random(random), driver.get(), ensemble);
  }

  @Override
  public UpdateAnswer update(
      Grant grant, EnsembleId id, Ensemble ensemble, Duration patience, OptionalLong plannedFor) {
    require(grant, "update");
    var found = drivers.find(id);
    if (found.isEmpty()) return new UpdateAnswer.Unknown();
    var driver = found.get();
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
    drivers.order(driver, new Store.Order.Update(ensemble, clock.instant().plus(patience)));
    return new UpdateAnswer.Begun();
  }

  @Override
  public int drain(Grant grant, ProviderId provider) {
    require(grant, "update");
    int concerned = 0;
    for (var driver : drivers.all()) {
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
    var driver = drivers.find(id).filter(found -> found.view().status().ended());
    driver.ifPresent(drivers::forget);
    return driver.isPresent();
  }

  /**
   * Forgets what ended longer ago than {@code keep}; harmless to repeat.
   *
   * @return how many deployments that were
   */
  public int sweep(Duration keep) {
    var before = clock.instant().minus(keep);
    int forgotten = 0;
    for (var driver : drivers.all()) {
      var ended = driver.view().completedAt();
      if (!driver.view().status().ended() || ended.isEmpty() || !ended.get().isBefore(before))
        continue;
      drivers.forget(driver);
      forgotten++;
    }
    return forgotten;
  }

  /** Stops driving; what runs goes on at its providers. */
  @Override
  public void close() {
    drivers.close();
  }

  private void require(Grant grant, String what) {
    var wanted = new Capability(NAMESPACE + "/" + what);
    if (!grant.allows(wanted, clock.instant()))
      throw new AtollException(
          ErrorCode.UNAUTHORISED,
          "this needs the capability " + wanted.path() + ", which is not granted");
  }
}
