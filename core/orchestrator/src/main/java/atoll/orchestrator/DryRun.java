package atoll.orchestrator;

import atoll.actor.Actor;
import atoll.ensemble.EdgeConstraint;
import atoll.ensemble.Ensemble;
import atoll.kernel.EnsembleId;
import atoll.market.Demand;
import atoll.market.PlacementOutcome;
import atoll.market.PlacementPolicy;
import atoll.orchestrator.machine.Choosing;
import atoll.orchestrator.machine.Requests;
import atoll.orchestrator.machine.Timeouts;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Asks what there is and places, but holds nothing. Blocks for a round of bids (seconds). */
record DryRun(Actor node, Bidding bidding, PlacementPolicy policy) {
  /**
   * @param id of nothing else
   */
  Plan plan(EnsembleId id, Ensemble ensemble) throws InterruptedException {
    return plan(id, ensemble, Demand.of(ensemble), ensemble.edges());
  }

  /** What changing a deployment would do; nobody is asked if nothing is added. */
  UpdatePlan planUpdate(EnsembleId id, DeploymentDriver driver, Ensemble target)
      throws InterruptedException {
    long epoch = driver.epoch();
    var difference = driver.differenceTo(target);
    var isNew = difference.newNodes();
    var demands =
        Demand.of(target).stream().filter(demand -> isNew.contains(demand.node())).toList();
    var edges =
        target.edges().stream()
            .filter(edge -> isNew.contains(edge.source()) && isNew.contains(edge.target()))
            .toList();
    return new UpdatePlan.Planned(
        epoch,
        difference.kept(),
        difference.added(),
        difference.ended(),
        difference.replaced(),
        demands.isEmpty() ? Optional.empty() : Optional.of(plan(id, target, demands, edges)));
  }

  private Plan plan(
      EnsembleId id, Ensemble ensemble, List<Demand> demands, List<EdgeConstraint> edges)
      throws InterruptedException {
    try (var actor = node.child(id.value(), Optional.empty())) {
      var choosing = new Choosing(demands, edges, policy, 0);
      var round = Waiting.on(bidding.collect(actor, id, 1, demands, Timeouts.BIDS, Set.of()));
      choosing.take(round);
      while (true) {
        switch (choosing.choose()) {
          case PlacementOutcome.Placed(var placement) -> {
            return new Plan.Fits(
                round.asked(),
                round.answered(),
                placement,
                choosing.why().orElseThrow().explanations(),
                round.caveatsOf(placement.providers().values()));
          }
          case PlacementOutcome.NotPlaced _ -> {
            return new Plan.DoesNotFit(
                round.asked(), round.answered(), choosing.why().orElseThrow());
          }
          case PlacementOutcome.NeedsMeasurement(var candidate, var links) -> {
            var wanted = new Requests(id, ensemble).edges(candidate.providers(), links);
            choosing.learn(Waiting.on(bidding.measure(actor, id, wanted, round.handles())));
          }
        }
      }
    }
  }
}
