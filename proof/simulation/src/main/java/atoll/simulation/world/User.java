package atoll.simulation.world;

import atoll.kernel.AtollException;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.orchestrator.RequestId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Someone who deploys here and there, asks again until answered, and ends some of it. */
final class User {
  private static final Duration AGAIN = Duration.ofSeconds(2);
  private static final double ENDED_EARLY = 0.3;

  private final World world;
  private final Chance chance;
  private final List<Order> orders = new ArrayList<>();

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
      if (chance.happens(ENDED_EARLY))
        world.later(
            chance.between(Scenario.TROUBLE.dividedBy(3), Scenario.TROUBLE), order::wantEnd);
    }
  }

  /** Asks one orchestrator for everything that all machines have, for a moment. */
  void askForAll(OrchestratorHost orchestrator, List<ProviderHost> of) {
    var order =
        new Order(
            orchestrator,
            new RequestId("all-" + orchestrator),
            Wishes.allOf(of),
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
