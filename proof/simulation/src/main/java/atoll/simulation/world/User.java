package atoll.simulation.world;

import atoll.ensemble.NodeSpec;
import atoll.journal.JournalException;
import atoll.kernel.AllocationId;
import atoll.kernel.AtollException;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.orchestrator.RequestId;
import atoll.provider.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Someone who deploys here and there, asks again until answered, and ends some of it. */
final class User {
  private static final Duration AGAIN = Duration.ofSeconds(2);
  private static final double ENDED_EARLY = 0.3;
  private static final double CHANGED = 0.25;
  private static final double DRAINED = 0.3;
  private static final Duration SHORTEST_DRAIN = Duration.ofSeconds(5);
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(40);

  private final World world;
  private final Chance chance;
  private final List<Order> orders = new ArrayList<>();
  private long drainedUntil;

  User(World world) {
    this.world = world;
    this.chance = world.chance("user");
  }

  List<Order> orders() {
    return orders;
  }

  Optional<Order> orderOf(EnsembleId id) {
    return orders.stream().filter(order -> order.id().filter(id::equals).isPresent()).findFirst();
  }

  // --- what it asked for

  boolean redeploys(AllocationId id) {
    return orderOf(id.ensemble())
        .map(order -> order.ensemble().nodes().get(id.node()))
        .filter(node -> node.failureRecovery() == NodeSpec.FailureRecovery.REDEPLOY)
        .isPresent();
  }

  /** Whether others may stand by for its node, while its deployment lasts. */
  boolean isRedundant(AllocationId id) {
    return orderOf(id.ensemble())
        .filter(order -> !order.isEnded())
        .filter(
            order -> order.ensemble().nodes().values().stream().anyMatch(n -> n.redundancy() > 0))
        .isPresent();
  }

  /** Whether a task is wanted to run again where it failed or was lost, or what is beside it. */
  boolean mayRunAgain(AllocationId id) {
    return redeploys(id)
        || isRedundant(id)
        || orderOf(id.ensemble()).filter(order -> order.restartsTogether(id.node())).isPresent()
        || orderOf(id.ensemble()).flatMap(order -> order.ensemble().supervisor()).isPresent();
  }

  // --- what it will do

  /** Plans so many orders for the time of trouble. */
  void plan(List<OrchestratorHost> orchestrators, int count) {
    var wishes = new Wishes(world.chance("wishes"));
    for (int i = 0; i < count; i++) {
      var order =
          new Order(
              chance.one(orchestrators),
              new RequestId("request-" + i),
              wishes.next(),
              chance.between(Duration.ofSeconds(30), Duration.ofMinutes(3)));
      world.later(
          chance.between(Duration.ZERO, Scenario.TROUBLE.multipliedBy(2).dividedBy(3)),
          () -> {
            orders.add(order);
            pursue(order);
          });
      if (chance.happens(CHANGED)) world.later(laterOn(), order::wantChange);
      if (chance.happens(ENDED_EARLY)) world.later(laterOn(), order::wantEnd);
    }
  }

  private Duration laterOn() {
    return chance.between(Scenario.TROUBLE.dividedBy(3), Scenario.TROUBLE);
  }

  /** Plans that some machine takes nothing on for a while. */
  void planDrain(List<ProviderHost> providers) {
    if (!chance.happens(DRAINED)) return;
    var host = chance.one(providers);
    var from = chance.between(Duration.ZERO, Scenario.TROUBLE);
    var until = from.plus(chance.between(SHORTEST_DRAIN, LONGEST_DRAIN));
    drainedUntil = until.toNanos();
    world.later(from, () -> keepDrained(host));
  }

  /** Whether it wants some machine drained, now or soon. */
  boolean wantsDrain() {
    return world.turns().nanos() < drainedUntil;
  }

  /** Asks until it is as wanted: drained, and in the end not any more. */
  private void keepDrained(ProviderHost host) {
    if (host.isLost()) return;
    boolean wanted = wantsDrain();
    var isDrained = host.provider().map(Provider::isDraining);
    if (!isDrained.equals(Optional.of(wanted)))
      host.life().ifPresent(life -> world.turns().execute(life, () -> drainNow(host)));
    else if (!wanted) return;
    world.later(AGAIN, () -> keepDrained(host));
  }

  private void drainNow(ProviderHost host) {
    boolean drained = wantsDrain();
    var provider = host.provider().orElseThrow();
    try {
      if (drained) provider.drain();
      else provider.undrain();
    } catch (JournalException e) {
      world.note(host.name, "is not " + (drained ? "drained: " : "undrained: ") + e.getMessage());
    }
  }

  /** Asks one orchestrator for everything that all machines have, for a moment. */
  void askForAll(OrchestratorHost orchestrator, List<ProviderHost> of) {
    var order =
        new Order(
            orchestrator,
            new RequestId("all-" + orchestrator),
            new Wishes.Wish(Wishes.allOf(of), Wishes.allOf(of)),
            Duration.ofMinutes(5));
    orders.add(order);
    pursue(order);
  }

  private void pursue(Order order) {
    if (order.isEnded()) return;
    order.at().life().ifPresent(life -> world.turns().execute(life, () -> step(order)));
    world.later(AGAIN, () -> pursue(order));
  }

  private void step(Order order) {
    try {
      if (order.id().isEmpty()) order.ask();
      order.look();
      if (order.isChangeWanted() && order.runs()) order.askChange();
      if (order.isEndWanted() && !order.isEnded()) order.askEnd();
    } catch (AtollException e) {
      if (e.code() != ErrorCode.STORAGE_FAILED
          && e.code() != ErrorCode.EXPIRED
          && e.code() != ErrorCode.UNAUTHORISED) throw e;
      world.note(order.at().name, "refuses " + order.request().value() + ": " + e.getMessage());
    }
  }

  void wantAllEnded() {
    orders.forEach(Order::wantEnd);
  }
}
