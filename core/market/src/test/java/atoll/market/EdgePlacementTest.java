package atoll.market;

import static atoll.market.ADemand.edge;
import static atoll.market.ADemand.wide;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.ensemble.EdgeConstraint;
import atoll.kernel.NodeName;
import atoll.market.PlacementOutcome.NeedsMeasurement;
import atoll.market.PlacementOutcome.NotPlaced;
import atoll.market.PlacementOutcome.Placed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EdgePlacementTest {
  private static final PlacementPolicy ONE_EACH = PlacementPolicy.SPREAD.withMaxNodesPerProvider(1);
  private final List<Demand> twoNodes = List.of(ADemand.node("a").now(), ADemand.node("b").now());
  private final Offer berlin = AnOffer.by("berlin").in("EU", "DE", "Berlin").now();
  private final Offer munich = AnOffer.by("munich").in("EU", "DE", "München").now();
  private final Offer sydney = AnOffer.by("sydney").in("OC", "AU", "Sydney").now();
  private final Offer somewhere = AnOffer.by("somewhere").now();

  @Test
  @DisplayName("A30: Berlin-Sydney at 50 ms is refused without measurement")
  void physicsRefuses() {
    var refusal = refusal(search(List.of(berlin, sydney), Links.NONE, edge("a", "b", 50)));
    assertThat(refusal.cause()).contains("not all together");
    var reason = refusal.nearestMiss().orElseThrow().reasons().getFirst();
    assertThat(reason).isInstanceOf(Reason.EdgeTooFar.class);
    assertThat(reason.code()).isEqualTo("edge_too_far");
    assertThat(reason.sentence()).contains("allows 50 ms").contains("km: at least 160");
    assertThat(refusal.possibleLater()).isFalse();
  }

  @Test
  @DisplayName("A30: even at the speed of light Berlin-Sydney is 107 ms")
  void theBoundFollowsTheSignalSpeed() {
    var vacuum = ONE_EACH.withSignalSpeed(1);
    assertThat(search(vacuum, List.of(berlin, sydney), Links.NONE, edge("a", "b", 106)))
        .isInstanceOf(NotPlaced.class);
    assertThat(search(vacuum, List.of(berlin, sydney), Links.NONE, edge("a", "b", 110)))
        .isInstanceOf(NeedsMeasurement.class);
  }

  @Test
  @DisplayName("A30: Berlin-Munich is accepted, once it was measured")
  void whatPhysicsAllowsIsMeasured() {
    var outcome = search(List.of(berlin, munich, sydney), Links.NONE, edge("a", "b", 50));
    assertThat(outcome).isInstanceOf(NeedsMeasurement.class);
    var needs = (NeedsMeasurement) outcome;
    assertThat(needs.links()).hasSize(1);
    var link = needs.links().first();
    assertThat(List.of(link.source().value(), link.target().value()))
        .containsExactlyInAnyOrder("berlin", "munich");
    var measured = Links.of(Map.of(link, new LinkEstimate(12, OptionalLong.empty())));
    var placed = search(List.of(berlin, munich, sydney), measured, edge("a", "b", 50));
    assertThat(placed).isInstanceOf(Placed.class);
    assertThat(((Placed) placed).placement().providers()).isEqualTo(needs.candidate().providers());
  }

  @Test
  void aLinkThatProvedTooSlowIsNotProposedAgain() {
    var offers = List.of(berlin, munich, sydney, somewhere);
    var known = new HashMap<Link, LinkEstimate>();
    var proposals = new HashMap<Link, Integer>();
    while (search(offers, Links.of(known), edge("a", "b", 50)) instanceof NeedsMeasurement needs)
      for (var link : needs.links()) {
        proposals.merge(link, 1, Integer::sum);
        known.put(link, new LinkEstimate(51, OptionalLong.empty()));
      }
    assertThat(proposals.values()).containsOnly(1);
    // Of twelve directed links, physics refutes those between Sydney and the two German cities.
    assertThat(proposals).hasSize(8);
    var refusal = refusal(search(offers, Links.of(known), edge("a", "b", 50)));
    assertThat(refusal.nearestMiss().orElseThrow().reasons().getFirst().code())
        .isEqualTo("edge_too_slow");
    assertThat(refusal.fix().orElseThrow().sentence()).isEqualTo("edge a-b: allow an RTT of 51 ms");
  }

  @Test
  void aNarrowLinkIsRefusedAndAMissingThroughputIsStillToBeMeasured() {
    var link = new Link(berlin.provider(), munich.provider());
    var back = new Link(munich.provider(), berlin.provider());
    var rttOnly = new LinkEstimate(10, OptionalLong.empty());
    var narrow = new LinkEstimate(10, OptionalLong.of(9_000));
    var offers = List.of(berlin, munich);
    assertThat(
            search(offers, Links.of(Map.of(link, rttOnly, back, rttOnly)), wide("a", "b", 10_000)))
        .isInstanceOf(NeedsMeasurement.class);
    var refusal =
        refusal(
            search(offers, Links.of(Map.of(link, narrow, back, narrow)), wide("a", "b", 10_000)));
    var miss = refusal.nearestMiss().orElseThrow();
    assertThat(miss.reasons().getFirst().code()).isEqualTo("edge_too_narrow");
    assertThat(miss.sentence()).contains("needs 10000 kbit/s").contains("(1000 kbit/s short)");
    assertThat(refusal.fix().orElseThrow().sentence())
        .isEqualTo("edge a-b: ask for at most 9000 kbit/s");
  }

  @Test
  void anUnreachablePeerIsNoEndOfAnEdge() {
    var link = new Link(berlin.provider(), munich.provider());
    var back = new Link(munich.provider(), berlin.provider());
    var dead = Map.of(link, LinkEstimate.UNREACHABLE, back, LinkEstimate.UNREACHABLE);
    var refusal = refusal(search(List.of(berlin, munich), Links.of(dead), edge("a", "b", 50)));
    assertThat(refusal.nearestMiss().orElseThrow().sentence()).contains("had no answer");
    assertThat(refusal.fix()).isEmpty();
  }

  @Test
  void anEdgeIsDirectedAndAsksAboutItsOwnDirectionOnly() {
    var link = new Link(berlin.provider(), munich.provider());
    var known = Links.of(Map.of(link, new LinkEstimate(80, OptionalLong.empty())));
    var outcome = (NeedsMeasurement) search(List.of(berlin, munich), known, edge("a", "b", 50));
    assertThat(outcome.links()).containsExactly(new Link(munich.provider(), berlin.provider()));
  }

  @Test
  void twoNodesOnOneProviderMeetAnyEdge() {
    var outcome = search(PlacementPolicy.SPREAD, List.of(sydney), Links.NONE, edge("a", "b", 1));
    assertThat(outcome).isInstanceOf(Placed.class);
  }

  @Test
  void anEdgeWithoutBoundsNeedsNoMeasurement() {
    var unbounded =
        new EdgeConstraint(
            new NodeName("a"), new NodeName("b"), OptionalLong.empty(), OptionalLong.empty());
    assertThat(search(List.of(berlin, sydney), Links.NONE, unbounded)).isInstanceOf(Placed.class);
  }

  @Test
  void nearEndsArePreferred() {
    var demands = List.of(ADemand.node("a").pinned("berlin").now(), ADemand.node("b").now());
    var outcome =
        PlacementSearch.search(
            demands,
            List.of(berlin, munich, sydney),
            List.of(edge("a", "b", 500)),
            Links.NONE,
            ONE_EACH,
            1);
    assertThat(((NeedsMeasurement) outcome).candidate().providerOf(new NodeName("b")))
        .isEqualTo(munich.provider());
  }

  private PlacementOutcome search(List<Offer> offers, Links links, EdgeConstraint edge) {
    return search(ONE_EACH, offers, links, edge);
  }

  private PlacementOutcome search(
      PlacementPolicy policy, List<Offer> offers, Links links, EdgeConstraint edge) {
    return PlacementSearch.search(twoNodes, offers, List.of(edge), links, policy, 7);
  }

  private static Refusal refusal(PlacementOutcome outcome) {
    assertThat(outcome).isInstanceOf(NotPlaced.class);
    return ((NotPlaced) outcome).refusal();
  }
}
