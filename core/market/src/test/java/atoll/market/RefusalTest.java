package atoll.market;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.ExecutorKind;
import atoll.kernel.GpuDemand;
import atoll.kernel.GpuVendor;
import atoll.kernel.Memory;
import atoll.market.PlacementOutcome.NotPlaced;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RefusalTest {
  @Test
  void aBusyMachineMayDoItLaterAndTheFixIsWhatIsFreeNow() {
    var refusal =
        refused(
            ADemand.node("web").cpu(2000),
            AnOffer.by("p").cpu(1800, 4000),
            AnOffer.by("q").cpu(500, 4000));
    assertThat(refusal.cause())
        .isEqualTo("no provider fits node web (too little processor: 2 of 2)");
    assertThat(refusal.possibleLater()).isTrue();
    assertThat(refusal.nearestMiss().orElseThrow().sentence())
        .isEqualTo(
            "node web on p: 2 cores of processor needed, 1.8 cores of 4 cores free (0.2 cores short)");
    assertThat(fix(refusal)).isEqualTo("node web: ask for at most 1.8 cores");
  }

  @Test
  void whatExceedsEveryTotalIsRefusedForGood() {
    var refusal =
        refused(
            ADemand.node("web").memory(65536),
            AnOffer.by("p"),
            AnOffer.by("q").memory(1000, 16384));
    assertThat(refusal.possibleLater()).isFalse();
    assertThat(refusal.nearestMiss().orElseThrow().provider().value()).isEqualTo("p");
    assertThat(fix(refusal)).isEqualTo("node web: ask for at most 8 GiB of memory");
  }

  @Test
  void anAmountThatIsRecommendedIsOneThatCanBeTyped() {
    var refusal = refused(ADemand.node("web").disk(5000), AnOffer.by("p").disk(1773, 4000));
    assertThat(fix(refusal)).isEqualTo("node web: ask for at most 1773 MiB of disk");
  }

  @Test
  void aPlaceIsProposed() {
    var refusal =
        refused(ADemand.node("web").accept("NA", "", ""), AnOffer.by("p").in("EU", "DE", "Berlin"));
    assertThat(fix(refusal)).isEqualTo("node web: add EU/DE to location.accept");
    assertThat(refusal.possibleLater()).isFalse();
    assertThat(fix(refused(ADemand.node("web").accept("NA", "", ""), AnOffer.by("p"))))
        .isEqualTo("node web: remove location.accept");
    assertThat(
            fix(
                refused(
                    ADemand.node("web").reject("EU", "", ""), AnOffer.by("p").in("EU", "DE", ""))))
        .isEqualTo("node web: remove EU from location.reject");
  }

  @Test
  void anyPortIsProposedInsteadOfATakenOne() {
    var refusal = refused(ADemand.node("web").ports(16480), AnOffer.by("p").taken(16480));
    assertThat(fix(refusal)).isEqualTo("node web: use public port 0 (any) instead of 16480");
    assertThat(refusal.possibleLater()).isTrue();
  }

  @Test
  void otherChangesAreProposedWhereTheyHelp() {
    assertThat(fix(refused(ADemand.node("web").privileged(), AnOffer.by("p"))))
        .isEqualTo("node web: remove privileged");
    assertThat(fix(refused(ADemand.node("web").architecture("arm64"), AnOffer.by("p"))))
        .isEqualTo("node web: ask for any architecture");
    assertThat(fix(refused(ADemand.node("web").clock(3_000_000_000L), AnOffer.by("p"))))
        .isEqualTo("node web: ask for a clock of at most 2.5 GHz");
    assertThat(fix(refused(ADemand.node("web").excluding("p"), AnOffer.by("p"))))
        .isEqualTo("remove p from exclude_peers");
    assertThat(fix(refused(gpu(8), AnOffer.by("p").gpu(GpuVendor.NVIDIA, "A100", 4, 40))))
        .isEqualTo("node web: ask for at most 4 GiB of video memory");
    assertThat(fix(refused(gpu(8), AnOffer.by("p").gpu(GpuVendor.AMD, "MI300", 40, 40))))
        .isEqualTo("node web: ask for a GPU of any vendor and model");
  }

  @Test
  void aPinToAPeerThatDidNotAnswerIsNamedAndMayPass() {
    var refusal = refused(ADemand.node("web").pinned("gone"), AnOffer.by("p"));
    assertThat(refusal.cause()).isEqualTo("node web is pinned to gone, which made no offer");
    assertThat(refusal.possibleLater()).isTrue();
    assertThat(fix(refusal)).isEqualTo("node web: remove peer");
  }

  @Test
  void whereTwoThingsAreWrongNoSingleChangeIsPromised() {
    var refusal = refused(ADemand.node("web").cpu(9000).memory(65536), AnOffer.by("p"));
    assertThat(refusal.fix()).isEmpty();
    assertThat(refusal.nearestMiss().orElseThrow().reasons()).hasSize(2);
  }

  @Test
  void whereTwoNodesAreWrongNoSingleChangeIsPromised() {
    var refusal =
        refused(List.of(ADemand.node("a").cpu(9000), ADemand.node("b").cpu(9000)), AnOffer.by("p"));
    assertThat(refusal.fix()).isEmpty();
    assertThat(refusal.nearestMiss()).isPresent();
  }

  @Test
  void aMissingExecutorHasNoFixInTheFile() {
    var refusal =
        refused(
            ADemand.node("web").executors(Set.of(ExecutorKind.FIRECRACKER)),
            AnOffer.by("p"),
            AnOffer.by("q").cpu(100, 4000));
    assertThat(refusal.cause())
        .isEqualTo(
            "no provider fits node web (no firecracker: 2 of 2, too little processor: 1 of 2)");
    assertThat(refusal.nearestMiss().orElseThrow().provider().value()).isEqualTo("p");
    assertThat(refusal.fix()).isEmpty();
    assertThat(refusal.possibleLater()).isFalse();
  }

  @Test
  void noOfferAtAllMayPass() {
    var refusal = refused(ADemand.node("web"));
    assertThat(refusal.cause()).isEqualTo("no provider made an offer");
    assertThat(refusal.nearestMiss()).isEmpty();
    assertThat(refusal.possibleLater()).isTrue();
  }

  @Test
  void nodesThatDoNotFitTogetherSayWhatIsLeftForTheLastOne() {
    var refusal =
        refused(List.of(ADemand.node("a").cpu(3000), ADemand.node("b").cpu(3000)), AnOffer.by("p"));
    assertThat(refusal.cause())
        .contains("every node fits some provider by itself, but not all together");
    assertThat(refusal.nearestMiss().orElseThrow().sentence())
        .isEqualTo(
            "node a on p: 3 cores of processor needed, 1 core of 4 cores free beside b (2 cores short)");
    assertThat(fix(refusal)).isEqualTo("node a: ask for at most 1 core");
    assertThat(refusal.possibleLater()).isFalse();
  }

  @Test
  void everyProviderIsExplained() {
    var refusal =
        refused(ADemand.node("web").cpu(5000), AnOffer.by("p"), AnOffer.by("q").in("EU", "DE", ""));
    assertThat(refusal.explain())
        .extracting(e -> e.provider().value(), e -> e.reasons().getFirst().code())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("p", "not_enough_cpu"),
            org.assertj.core.groups.Tuple.tuple("q", "not_enough_cpu"));
  }

  private static ADemand gpu(long gibibytes) {
    return ADemand.node("web")
        .gpu(
            new GpuDemand(
                Optional.of(GpuVendor.NVIDIA), Optional.empty(), Memory.ofGibibytes(gibibytes)));
  }

  private static String fix(Refusal refusal) {
    return refusal.fix().orElseThrow().sentence();
  }

  private static Refusal refused(ADemand demand, AnOffer... offers) {
    return refused(List.of(demand), offers);
  }

  private static Refusal refused(List<ADemand> demands, AnOffer... offers) {
    var outcome =
        PlacementSearch.search(
            demands.stream().map(ADemand::now).toList(),
            Arrays.stream(offers).map(AnOffer::now).toList(),
            List.of(),
            Links.NONE,
            PlacementPolicy.SPREAD,
            1);
    assertThat(outcome).isInstanceOf(NotPlaced.class);
    return ((NotPlaced) outcome).refusal();
  }
}
