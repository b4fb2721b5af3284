package atoll.simulation.world;

import atoll.capability.Grant;
import atoll.identity.Sealer;
import atoll.market.PlacementPolicy;
import atoll.orchestrator.Deployments;
import atoll.orchestrator.Orchestrator;
import java.util.Optional;

/** A machine that deploys. */
final class OrchestratorHost extends Host {
  private Optional<Desk> desk = Optional.empty();

  /** Where the user asks, and by what right. */
  record Desk(Deployments deployments, Grant grant) {}

  OrchestratorHost(String name, World world) {
    super(name, world);
  }

  /** Empty while its process is down. */
  Optional<Desk> desk() {
    return desk;
  }

  @Override
  void open(Grounds grounds) {
    var orchestrator =
        new Orchestrator(
            grounds.actor(),
            PlacementPolicy.SPREAD,
            grounds.transport()::peers,
            grounds.journal(),
            new Sealer(new byte[Sealer.KEY_BYTES], grounds.random()),
            grounds.clock(),
            grounds.random(),
            grounds.dispatcher());
    orchestrator.resume();
    desk = Optional.of(new Desk(orchestrator, grounds.society().grant(grounds.context())));
    world.laws().orchestratorBooted(this);
  }

  @Override
  void closed(Life ended) {
    desk = Optional.empty();
  }
}
