package atoll.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.ensemble.EdgeConstraint;
import atoll.kernel.NodeName;
import atoll.market.PlacementOutcome.NotPlaced;
import atoll.market.PlacementOutcome.Placed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PlacementSearchTest {
  private static final NodeName WEB = new NodeName("web");

  @Test
  void theCheapestOfEqualsIsChosenAndTheScoreShowsWhy() {
    var placement =
        placed(
            PlacementPolicy.SPREAD,
            List.of(ADemand.node("web").now()),
            List.of(
                AnOffer.by("dear").price(30_000).now(), AnOffer.by("cheap").price(10_000).now()));
    assertThat(placement.providerOf(WEB)).isEqualTo(new ProviderId("cheap"));
    assertThat(placement.isProvedBest()).isTrue();
    assertThat(placement.score(WEB).parts())
        .extracting(Score.Part::name)
        .containsExactly("price", "fit", "round trip", "company", "locality");
    assertThat(placement.score(WEB).parts().getFirst().value()).isEqualTo(0.5);
    assertThat(placement.score()).isEqualTo(placement.score(WEB).total()).isBetween(0.0, 1.0);
    var explanation = placement.explain(WEB).toList();
    assertThat(explanation).hasSize(1);
    // Price counts 30 of 100, and falls from one half to one quarter.
    assertThat(explanation.getFirst().reasons().getFirst().sentence())
        .isEqualTo("it would do, and scores 0.075 less than cheap");
  }

  @Test
  void spreadingPrefersTheEmptierMachineAndPackingTheFuller() {
    var offers = List.of(AnOffer.by("full").cpu(2000, 4000).now(), AnOffer.by("empty").now());
    var demands = List.of(ADemand.node("web").now());
    assertThat(placed(PlacementPolicy.SPREAD, demands, offers).providerOf(WEB).value())
        .isEqualTo("empty");
    assertThat(placed(PlacementPolicy.PACK, demands, offers).providerOf(WEB).value())
        .isEqualTo("full");
  }

  @Test
  void aProviderThatAnswersFasterIsPreferred() {
    var placement =
        placed(
            PlacementPolicy.SPREAD,
            List.of(ADemand.node("web").now()),
            List.of(
                AnOffer.by("far").roundTrip(180).now(), AnOffer.by("near").roundTrip(10).now()));
    assertThat(placement.providerOf(WEB).value()).isEqualTo("near");
  }

  @Test
  void nodesShareAProviderWhenThePolicyPacksAndPartWhenItSpreads() {
    var offers = List.of(AnOffer.by("p").now(), AnOffer.by("q").now(), AnOffer.by("r").now());
    var demands = nodes(3, 1000);
    assertThat(new HashSet<>(placed(PlacementPolicy.PACK, demands, offers).providers().values()))
        .hasSize(1);
    assertThat(new HashSet<>(placed(PlacementPolicy.SPREAD, demands, offers).providers().values()))
        .hasSize(3);
  }

  @Test
  void moreNodesThanProvidersArePlacedIfCapacityAllows() {
    var placement =
        placed(
            PlacementPolicy.SPREAD,
            nodes(8, 1000),
            List.of(AnOffer.by("p").now(), AnOffer.by("q").now()));
    assertThat(placement.providers().values()).hasSize(8);
    assertThat(
            search(
                PlacementPolicy.SPREAD,
                nodes(9, 1000),
                List.of(AnOffer.by("p").now(), AnOffer.by("q").now())))
        .isInstanceOf(NotPlaced.class);
  }

  @Test
  void twoNodesNeverGetTheSamePortOfOneProvider() {
    var demands = List.of(ADemand.node("a").ports(8080).now(), ADemand.node("b").ports(8080).now());
    var p = AnOffer.by("p").now();
    assertThat(
            new HashSet<>(
                placed(PlacementPolicy.PACK, demands, List.of(p, AnOffer.by("q").now()))
                    .providers()
                    .values()))
        .hasSize(2);
    var refusal = refused(PlacementPolicy.PACK, demands, List.of(p));
    assertThat(refusal.fix().orElseThrow().sentence())
        .matches("node [ab]: use public port 0 \\(any\\) instead of 8080");
  }

  @Test
  void thePolicyLimitsHowManyNodesAProviderHosts() {
    var policy = PlacementPolicy.PACK.withMaxNodesPerProvider(2);
    var placement =
        placed(policy, nodes(4, 100), List.of(AnOffer.by("p").now(), AnOffer.by("q").now()));
    assertThat(placement.providers().values())
        .extracting(ProviderId::value)
        .containsExactlyInAnyOrder("p", "p", "q", "q");
  }

  @Test
  @DisplayName("A31: a pinned node goes to its peer, however bad")
  void pinned() {
    var placement =
        placed(
            PlacementPolicy.SPREAD,
            List.of(ADemand.node("web").pinned("dear").now()),
            List.of(AnOffer.by("dear").price(30_000).now(), AnOffer.by("cheap").now()));
    assertThat(placement.providerOf(WEB).value()).isEqualTo("dear");
    assertThat(placement.explain(WEB).findFirst().orElseThrow().reasons())
        .containsExactly(new Reason.NotPinned(new ProviderId("dear")));
  }

  @Test
  void theSameSeedGivesTheSameAnswerAndSeedsSpreadTheLoad() {
    var offers = IntStream.range(0, 20).mapToObj(i -> AnOffer.by("p" + i).now()).toList();
    var demands = List.of(ADemand.node("web").now());
    var chosen = new HashSet<ProviderId>();
    for (long seed = 0; seed < 40; seed++) {
      var outcome =
          (Placed)
              PlacementSearch.search(
                  demands, offers, List.of(), Links.NONE, PlacementPolicy.SPREAD, seed);
      var again =
          (Placed)
              PlacementSearch.search(
                  demands, offers.reversed(), List.of(), Links.NONE, PlacementPolicy.SPREAD, seed);
      assertThat(again.placement().providers()).isEqualTo(outcome.placement().providers());
      chosen.add(outcome.placement().providerOf(WEB));
    }
    assertThat(chosen).hasSizeGreaterThan(5);
  }

  @Test
  void tooFewProvidersForTooManyNodesIsProvedWithoutTryingThemAll() {
    var offers = IntStream.range(0, 39).mapToObj(i -> AnOffer.by("p" + i).now()).toList();
    var refusal =
        refused(PlacementPolicy.SPREAD.withMaxNodesPerProvider(1), nodes(40, 1000), offers);
    assertThat(refusal.gaveUp()).isFalse();
    assertThat(refusal.possibleLater()).isFalse();
    assertThat(refusal.cause()).contains("not all together");
  }

  @Test
  void aSearchThatGivesUpSaysSo() {
    // Three machines of 10 cores for nodes of 4, 4, 4, 3, 3, 3, 3, 3 and 3: as much as there is,
    // and in no way to be dealt.
    var sizes = List.of(4000, 4000, 4000, 3000, 3000, 3000, 3000, 3000, 3000);
    var demands = new ArrayList<Demand>();
    for (int i = 0; i < sizes.size(); i++)
      demands.add(ADemand.node("n" + i).cpu(sizes.get(i)).memory(1).disk(1).now());
    var offers =
        IntStream.range(0, 3).mapToObj(i -> AnOffer.by("p" + i).cpu(9999, 10_000).now()).toList();
    var refusal = refused(PlacementPolicy.SPREAD.withEffort(200), demands, offers);
    assertThat(refusal.gaveUp()).isTrue();
    assertThat(refusal.cause()).contains("there may be one");
    assertThat(refused(PlacementPolicy.SPREAD, demands, offers).gaveUp()).isFalse();
  }

  @Test
  void nonsenseIsRefused() {
    var offer = AnOffer.by("p").now();
    var web = ADemand.node("web").now();
    assertThatThrownBy(() -> search(PlacementPolicy.SPREAD, List.of(), List.of(offer)))
        .hasMessageContaining("nothing is demanded");
    assertThatThrownBy(() -> search(PlacementPolicy.SPREAD, List.of(web, web), List.of(offer)))
        .hasMessageContaining("two demands for node web");
    assertThatThrownBy(() -> search(PlacementPolicy.SPREAD, List.of(web), List.of(offer, offer)))
        .hasMessageContaining("two offers of provider p");
    List<EdgeConstraint> edges = List.of(ADemand.edge("web", "db", 1));
    assertThatThrownBy(() ->
            PlacementSearch.search(
                List.of(web), List.of(offer), edges, Links.NONE, PlacementPolicy.SPREAD, 1))
        .hasMessageContaining("node db");
  }

  private static List<Demand> nodes(int count, long millicores) {
    return IntStream.range(0, count)
        .mapToObj(i -> ADemand.node("n" + i).cpu(millicores).now())
        .toList();
  }

  private static PlacementOutcome search(
      PlacementPolicy policy, List<Demand> demands, List<Offer> offers) {
    return PlacementSearch.search(demands, offers, List.of(), Links.NONE, policy, 1);
  }

  private static Placement placed(
      PlacementPolicy policy, List<Demand> demands, List<Offer> offers) {
    var outcome = search(policy, demands, offers);
    assertThat(outcome).isInstanceOf(Placed.class);
    return ((Placed) outcome).placement();
  }

  private static Refusal refused(PlacementPolicy policy, List<Demand> demands, List<Offer> offers) {
    var outcome = search(policy, demands, offers);
    assertThat(outcome).isInstanceOf(NotPlaced.class);
    return ((NotPlaced) outcome).refusal();
  }
}
