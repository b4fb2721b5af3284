package atoll.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.Cpu;
import atoll.kernel.ExecutorKind;
import atoll.kernel.GpuDemand;
import atoll.kernel.GpuVendor;
import atoll.kernel.Memory;
import atoll.market.Reason.Nature;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MatchingTest {
  @Test
  void aMachineThatHasEverythingFits() {
    assertThat(check(ADemand.node("web"), AnOffer.by("p"))).isEmpty();
  }

  @Test
  void everyReasonIsToldAndNotOnlyTheFirst() {
    var reasons =
        check(
            ADemand.node("web").cpu(5000).memory(9000).excluding("p").privileged(),
            AnOffer.by("p").executors(Set.of(ExecutorKind.WASM)));
    assertThat(reasons)
        .extracting(Reason::code)
        .containsExactly(
            "excluded",
            "executor_missing",
            "privileged_not_allowed",
            "not_enough_cpu",
            "not_enough_memory");
  }

  @Test
  void processorThatIsInUseIsBusyAndMoreThanThereIsIsImpossible() {
    assertOnly(
        ADemand.node("web").cpu(2000),
        AnOffer.by("p").cpu(1800, 4000),
        "not_enough_cpu",
        Nature.BUSY,
        "2 cores of processor needed, 1.8 cores of 4 cores free");
    assertOnly(
        ADemand.node("web").cpu(5000),
        AnOffer.by("p").cpu(1800, 4000),
        "not_enough_cpu",
        Nature.IMPOSSIBLE,
        "5 cores of processor needed, it lends 4 cores in all");
  }

  @Test
  void exactlyWhatIsFreeFits() {
    assertThat(check(ADemand.node("web").cpu(1800), AnOffer.by("p").cpu(1800, 4000))).isEmpty();
    assertThat(check(ADemand.node("web").cpu(1801), AnOffer.by("p").cpu(1800, 4000))).hasSize(1);
  }

  @Test
  void memoryThatIsInUseIsBusyAndMoreThanThereIsIsImpossible() {
    assertOnly(
        ADemand.node("web").memory(2048),
        AnOffer.by("p").memory(1024, 8192),
        "not_enough_memory",
        Nature.BUSY,
        "2 GiB of memory needed, 1 GiB of 8 GiB free");
    assertOnly(
        ADemand.node("web").memory(16384),
        AnOffer.by("p").memory(1024, 8192),
        "not_enough_memory",
        Nature.IMPOSSIBLE,
        "16 GiB of memory needed, it lends 8 GiB in all");
  }

  @Test
  void diskThatIsInUseIsBusyAndMoreThanThereIsIsImpossible() {
    assertOnly(
        ADemand.node("web").disk(2048),
        AnOffer.by("p").disk(1024, 8192),
        "not_enough_disk",
        Nature.BUSY,
        "2 GiB of disk needed, 1 GiB of 8 GiB free");
    assertOnly(
        ADemand.node("web").disk(16384),
        AnOffer.by("p").disk(1024, 8192),
        "not_enough_disk",
        Nature.IMPOSSIBLE,
        "16 GiB of disk needed, it lends 8 GiB in all");
  }

  @Test
  void videoMemoryThatIsInUseIsBusyAndMoreThanThereIsIsImpossible() {
    var offer = AnOffer.by("p").gpu(GpuVendor.NVIDIA, "A100", 4, 40);
    assertOnly(
        ADemand.node("train").gpu(gpu(GpuVendor.NVIDIA, 8)),
        offer,
        "no_such_gpu",
        Nature.BUSY,
        "a GPU of NVIDIA with 8 GiB is needed, it has A100 with 4 GiB free");
    assertOnly(
        ADemand.node("train").gpu(gpu(GpuVendor.NVIDIA, 80)),
        offer,
        "no_such_gpu",
        Nature.IMPOSSIBLE,
        "a GPU of NVIDIA with 80 GiB is needed, it has A100 with 4 GiB free");
    assertOnly(
        ADemand.node("train").gpu(gpu(GpuVendor.AMD, 1)),
        AnOffer.by("p"),
        "no_such_gpu",
        Nature.IMPOSSIBLE,
        "a GPU of AMD/ATI with 1 GiB is needed, it lends no GPU");
  }

  @Test
  void aSlowOrUnknownClockIsImpossible() {
    assertOnly(
        ADemand.node("web").clock(3_000_000_000L),
        AnOffer.by("p").clock(2_400_000_000L),
        "clock_too_slow",
        Nature.IMPOSSIBLE,
        "a clock of 3 GHz is needed, it has 2.4 GHz");
    assertOnly(
        ADemand.node("web").clock(1),
        AnOffer.by("p").clock(0),
        "clock_too_slow",
        Nature.IMPOSSIBLE,
        "a clock of 0 GHz is needed, it has an unknown one");
  }

  @Test
  void architecturesAreComparedByMeaning() {
    assertThat(
            check(
                ADemand.node("web").architecture("X86_64"), AnOffer.by("p").architecture("amd64")))
        .isEmpty();
    assertOnly(
        ADemand.node("web").architecture("arm64"),
        AnOffer.by("p").architecture("amd64"),
        "architecture_differs",
        Nature.IMPOSSIBLE,
        "arm64 is needed, it is amd64");
  }

  @Test
  void everyMissingExecutorIsNamed() {
    var reasons =
        check(
            ADemand.node("web").executors(Set.of(ExecutorKind.DOCKER, ExecutorKind.FIRECRACKER)),
            AnOffer.by("p").executors(Set.of(ExecutorKind.NULL, ExecutorKind.WASM)));
    assertThat(reasons)
        .extracting(Reason::sentence)
        .containsExactly(
            "executor docker is needed, it has wasm, null",
            "executor firecracker is needed, it has wasm, null");
    assertThat(reasons).extracting(Reason::nature).containsOnly(Nature.IMPOSSIBLE);
  }

  @Test
  @DisplayName("A29: a reject list excludes a matching provider, and wins over the accept list")
  void rejectedPlaces() {
    assertOnly(
        ADemand.node("web").reject("eu", "de", ""),
        AnOffer.by("p").in("EU", "DE", "Berlin"),
        "location_rejected",
        Nature.IMPOSSIBLE,
        "it is in EU/DE/Berlin, and eu/de is rejected");
    assertOnly(
        ADemand.node("web").accept("EU", "", "").reject("EU", "DE", ""),
        AnOffer.by("p").in("EU", "DE", ""),
        "location_rejected",
        Nature.IMPOSSIBLE,
        "it is in EU/DE, and EU/DE is rejected");
    assertThat(
            check(ADemand.node("web").reject("EU", "DE", ""), AnOffer.by("p").in("EU", "FR", "")))
        .isEmpty();
  }

  @Test
  void placesThatAreNotAccepted() {
    assertOnly(
        ADemand.node("web").accept("EU", "DE", "").accept("EU", "FR", ""),
        AnOffer.by("p").in("NA", "US", "Boston"),
        "location_not_accepted",
        Nature.IMPOSSIBLE,
        "it is in NA/US/Boston, and only EU/DE or EU/FR is accepted");
    assertThat(check(ADemand.node("web").accept("eu", "", ""), AnOffer.by("p").in("EU", "DE", "")))
        .isEmpty();
  }

  @Test
  void aProviderOfUnknownLocationNeverMatchesAnAcceptList() {
    assertOnly(
        ADemand.node("web").accept("EU", "", ""),
        AnOffer.by("p"),
        "location_unknown",
        Nature.IMPOSSIBLE,
        "it must be in EU, and says of its place only: unknown");
    assertOnly(
        ADemand.node("web").accept("EU", "DE", "Berlin"),
        AnOffer.by("p").in("EU", "DE", ""),
        "location_unknown",
        Nature.IMPOSSIBLE,
        "it must be in EU/DE/Berlin, and says of its place only: EU/DE");
    assertThat(check(ADemand.node("web").reject("EU", "", ""), AnOffer.by("p"))).isEmpty();
  }

  @Test
  void aTakenPortIsBusy() {
    assertOnly(
        ADemand.node("web").ports(8080, 16480),
        AnOffer.by("p").taken(16480),
        "port_taken",
        Nature.BUSY,
        "public port 16480 is taken");
  }

  @Test
  void portsThatAreInUseAreBusyAndMoreThanTheRangeAreImpossible() {
    assertOnly(
        ADemand.node("web").anyPorts(3),
        AnOffer.by("p").ports(20000, 20004).taken(20000, 20001),
        "too_few_ports",
        Nature.BUSY,
        "3 public ports of its range are needed, 2 of 4 are free");
    assertOnly(
        ADemand.node("web").anyPorts(5),
        AnOffer.by("p").ports(20000, 20004),
        "too_few_ports",
        Nature.IMPOSSIBLE,
        "5 public ports of its range are needed, 4 of 4 are free");
  }

  @Test
  void aStaticPortOfTheRangeIsNotGivenOutTwice() {
    var offer = AnOffer.by("p").ports(20000, 20002);
    assertThat(check(ADemand.node("web").ports(20000).anyPorts(1), offer)).isEmpty();
    assertThat(check(ADemand.node("web").ports(20000).anyPorts(2), offer))
        .extracting(Reason::code)
        .containsExactly("too_few_ports");
    assertThat(check(ADemand.node("web").ports(8080).anyPorts(2), offer)).isEmpty();
  }

  @Test
  void privilegesMustBeAllowed() {
    assertOnly(
        ADemand.node("web").privileged(),
        AnOffer.by("p"),
        "privileged_not_allowed",
        Nature.IMPOSSIBLE,
        "it runs no privileged containers");
    assertThat(check(ADemand.node("web").privileged(), AnOffer.by("p").privileged())).isEmpty();
  }

  @Test
  @DisplayName("A31: a pinned node fits nobody else")
  void pins() {
    assertThat(check(ADemand.node("web").pinned("p"), AnOffer.by("p"))).isEmpty();
    assertOnly(
        ADemand.node("web").pinned("q"),
        AnOffer.by("p"),
        "not_pinned",
        Nature.IMPOSSIBLE,
        "the node is pinned to q");
  }

  @Test
  @DisplayName("A29: an excluded peer is not used")
  void exclusions() {
    assertOnly(
        ADemand.node("web").excluding("p"),
        AnOffer.by("p"),
        "excluded",
        Nature.IMPOSSIBLE,
        "the ensemble excludes it");
  }

  @Test
  void anOfferOfMoreThanThereIsIsRefused() {
    assertThatThrownBy(() -> AnOffer.by("p").cpu(2000, 1000).now())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than it has");
  }

  @Test
  void reasonsThatOthersFindOutSayWhetherTheyPass() {
    assertThat(new Reason.NoAnswer().nature()).isEqualTo(Nature.BUSY);
    assertThat(new Reason.NotOnboarded().nature()).isEqualTo(Nature.IMPOSSIBLE);
    assertThat(new Reason.Declined("not you", false).nature()).isEqualTo(Nature.IMPOSSIBLE);
    assertThat(new Reason.Declined("full", true).nature()).isEqualTo(Nature.BUSY);
    assertThat(new Reason.Declined("full", true).sentence()).isEqualTo("it declined: full");
    assertThat(new Reason.Outscored(new ProviderId("q"), 0.25).sentence())
        .isEqualTo("it would do, and scores 0.250 less than q");
    assertThat(new Reason.Outscored(new ProviderId("q"), 0).nature()).isEqualTo(Nature.CHOICE);
    assertThat(
            new Reason.BesideOthers(
                    List.of(), new Reason.NotEnoughCpu(Cpu.ofCores(1), Cpu.ZERO, Cpu.ofCores(1)))
                .code())
        .isEqualTo("not_enough_cpu");
  }

  private static GpuDemand gpu(GpuVendor vendor, long gibibytes) {
    return new GpuDemand(Optional.of(vendor), Optional.empty(), Memory.ofGibibytes(gibibytes));
  }

  private static List<Reason> check(ADemand demand, AnOffer offer) {
    return Matching.check(demand.now(), offer.now());
  }

  private static void assertOnly(
      ADemand demand, AnOffer offer, String code, Nature nature, String sentence) {
    var reasons = check(demand, offer);
    assertThat(reasons).extracting(Reason::code).containsExactly(code);
    assertThat(reasons.getFirst().nature()).isEqualTo(nature);
    assertThat(reasons.getFirst().sentence()).isEqualTo(sentence);
  }
}
