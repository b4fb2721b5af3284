package atoll.dms.api;

import atoll.ensemble.Ensemble;
import atoll.kernel.NodeName;
import atoll.kernel.ResourceDemand;
import atoll.kernel.Resources;
import atoll.market.Offer;
import atoll.market.Placement;
import atoll.market.Reason;
import atoll.orchestrator.Plan;
import atoll.orchestrator.UpdatePlan;
import atoll.orchestrator.machine.AllocationState;
import atoll.orchestrator.machine.Deployment;
import atoll.orchestrator.machine.DeploymentEvent;
import atoll.orchestrator.machine.Why;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The documents of {@code /v1}, made from what the core answers. */
final class Documents {
  private static final BigInteger MILLICORES = BigInteger.valueOf(1000);

  private Documents() {}

  static DeploymentDocument of(Deployment deployment) {
    return new DeploymentDocument(
        deployment.id(),
        deployment.status(),
        deployment.createdAt(),
        deployment.updatedAt(),
        deployment.completedAt(),
        deployment.metadata(),
        deployment.allocations().stream().map(Documents::of).toList(),
        deployment.failure().map(Documents::of),
        deployment.why().refusal().map(Documents::of),
        deployment.lastEvent());
  }

  static ExplanationsDocument explanations(Deployment deployment) {
    return new ExplanationsDocument(
        deployment.id(),
        deployment.status(),
        deployment.failure().map(Documents::of),
        deployment.why().refusal().map(Documents::of),
        all(deployment.why().explanations()));
  }

  static PlanDocument of(Plan plan, Ensemble ensemble) {
    return switch (plan) {
      case Plan.Fits(int asked, int answered, var placement, var explanations, var unenforced) ->
          new PlanDocument(
              true,
              asked,
              answered,
              placements(placement, ensemble),
              Optional.empty(),
              all(explanations),
              unenforced);
      case Plan.DoesNotFit(int asked, int answered, var why) ->
          new PlanDocument(
              false,
              asked,
              answered,
              List.of(),
              why.refusal().map(Documents::of),
              all(why.explanations()),
              List.of());
    };
  }

  static EventDocument of(DeploymentEvent event) {
    return switch (event) {
      case DeploymentEvent.StatusChanged(var number, var at, var status, var detail) ->
          new EventDocument.StatusChanged(number, at, status, detail);
      case DeploymentEvent.BidsCollected(var number, var at, var asked, var answered) ->
          new EventDocument.BidsCollected(number, at, asked, answered);
      case DeploymentEvent.WaitingForRoom(var number, var at, var cause) ->
          new EventDocument.WaitingForRoom(number, at, cause);
      case DeploymentEvent.NodePlaced(var number, var at, var node, var provider) ->
          new EventDocument.NodePlaced(number, at, node.value(), provider.value());
      case DeploymentEvent.AllocationChanged(
              var number,
              var at,
              var allocation,
              var status,
              var exit,
              var detail) ->
          new EventDocument.AllocationChanged(number, at, allocation, status, exit, detail);
      case DeploymentEvent.Reverted(var number, var at, var cause) ->
          new EventDocument.Reverted(number, at, cause);
    };
  }

  static List<PortDocument> ports(Map<Integer, Integer> publicToPrivate) {
    return publicToPrivate.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(port -> new PortDocument(port.getKey(), port.getValue()))
        .toList();
  }

  private static AllocationDocument of(AllocationState state) {
    return new AllocationDocument(
        state.id().manifestKey(),
        state.id().value(),
        state.type(),
        state.executor(),
        state.status(),
        state.provider().map(p -> p.value()),
        ports(state.ports()),
        state.startedAt(),
        state.exitCode(),
        state.reason(),
        state.healthy());
  }

  private static FailureDocument of(Deployment.Failure failure) {
    return new FailureDocument(failure.code(), failure.message());
  }

  private static RefusalDocument of(Why.Refused refused) {
    return new RefusalDocument(
        !refused.possibleLater(),
        refused.cause(),
        refused.nearestMiss().map(Why.Missed::sentence),
        refused.fix());
  }

  private static List<ExplanationDocument> all(List<Why.Explained> explanations) {
    return explanations.stream()
        .map(e ->
            new ExplanationDocument(
                e.provider().value(),
                e.node().value(),
                e.reasons().stream()
                    .map(r ->
                        new ExplanationDocument.Reason(
                            r.code(), r.sentence(), r.nature() == Reason.Nature.BUSY))
                    .toList()))
        .toList();
  }

  private static List<PlacementDocument> placements(Placement placement, Ensemble ensemble) {
    return placement.providers().entrySet().stream()
        .map(placed -> placement(placed.getKey(), placement.offerFor(placed.getKey()), ensemble))
        .toList();
  }

  private static PlacementDocument placement(NodeName node, Offer offer, Ensemble ensemble) {
    var allocations = asked(ensemble.nodes().get(node)).allocations();
    var demand =
        allocations.stream()
            .map(name -> asked(ensemble.allocations().get(name)).resources())
            .reduce(ResourceDemand.NONE, ResourceDemand::plus);
    var holds =
        demand
            .takeFrom(offer.free())
            .orElseGet(() -> new Resources(demand.cpu(), demand.memory(), demand.disk()));
    return new PlacementDocument(
        node.value(),
        offer.provider().value(),
        offer.location().toString(),
        allocations.stream().map(name -> node + "." + name).toList(),
        ResourcesDocument.of(holds),
        offer
            .price()
            .map(price ->
                OptionalLong.of(
                    perHour(price.microCreditsPerCoreHour(), demand.cpu().millicores())))
            .orElse(OptionalLong.empty()));
  }

  private static <T> T asked(@Nullable T part) {
    return Objects.requireNonNull(part, "a plan places only what was asked for");
  }

  /**
   * Rounded up, so that nobody is told less than they will pay; no product of two longs is too
   * large for it.
   */
  private static long perHour(long microCreditsPerCoreHour, long millicores) {
    var product =
        BigInteger.valueOf(microCreditsPerCoreHour).multiply(BigInteger.valueOf(millicores));
    var divided = product.divideAndRemainder(MILLICORES);
    var up = divided[1].signum() == 0 ? divided[0] : divided[0].add(BigInteger.ONE);
    return up.bitLength() < 64 ? up.longValue() : Long.MAX_VALUE;
  }

  static UpdatePlanDocument of(UpdatePlan.Planned planned, Ensemble ensemble) {
    return new UpdatePlanDocument(
        planned.epoch(),
        planned.kept(),
        planned.added(),
        planned.replaced(),
        planned.ended(),
        planned.fit().map(plan -> of(plan, ensemble)));
  }
}
