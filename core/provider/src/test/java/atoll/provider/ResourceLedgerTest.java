package atoll.provider;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.AllocationId;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Gpu;
import atoll.kernel.GpuDemand;
import atoll.kernel.GpuVendor;
import atoll.kernel.LeaseId;
import atoll.kernel.Memory;
import atoll.kernel.ResourceDemand;
import atoll.kernel.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceLedgerTest {
  private static final Gpu GPU =
      new Gpu("GPU-1", 0, GpuVendor.NVIDIA, "H200", Memory.ofGibibytes(8));
  private static final Resources MACHINE =
      new Resources(Cpu.ofCores(2), Memory.ofGibibytes(4), Disk.ofGibibytes(10), List.of(GPU));

  private final ManualClock clock = new ManualClock();
  private final ResourceLedger ledger = new ResourceLedger(clock);

  ResourceLedgerTest() {
    ledger.onboard(MACHINE);
  }

  @Test
  void whatIsHeldIsNotFreeForAnotherUntilItsLeaseEnds() {
    assertThat(hold("a", 1500)).isInstanceOf(ResourceLedger.Hold.Held.class);
    assertThat(hold("b", 1000)).isInstanceOf(ResourceLedger.Hold.Full.class);
    clock.advance(Duration.ofSeconds(60));
    assertThat(hold("b", 1000)).isInstanceOf(ResourceLedger.Hold.Held.class);
  }

  @Test
  void holdingAgainUnderTheSameLeaseHoldsOnce() {
    hold("a", 1500);
    assertThat(hold("a", 1500)).isInstanceOf(ResourceLedger.Hold.Held.class);
    assertThat(ledger.snapshot().held().cpu()).isEqualTo(new Cpu(1500));
  }

  @Test
  void anotherLeaseForTheSameAllocationIsRefused() {
    hold("a", 500);
    assertThat(ledger.hold(id("a"), new LeaseId("other"), demand(500), inAMinute()))
        .isInstanceOf(ResourceLedger.Hold.OtherLease.class);
  }

  @Test
  void whatRunsOutlivesItsLeaseInstant() {
    hold("a", 1500);
    assertThat(ledger.admit(Map.of(id("a"), lease("a"))))
        .isEqualTo(new ResourceLedger.Admission.Running());
    clock.advance(Duration.ofDays(30));
    assertThat(ledger.snapshot().running().cpu()).isEqualTo(new Cpu(1500));
    assertThat(hold("a", 1500)).as("asked again").isEqualTo(new ResourceLedger.Hold.Runs());
    assertThat(ledger.release(id("a"), lease("a"))).isTrue();
    assertThat(ledger.snapshot().free()).isEqualTo(MACHINE);
  }

  @Test
  void aLeaseThatHasEndedAdmitsNothing() {
    hold("a", 1500);
    clock.advance(Duration.ofSeconds(60));
    assertThat(ledger.admit(Map.of(id("a"), lease("a"))))
        .isEqualTo(new ResourceLedger.Admission.LeaseEnded(id("a")));
    assertThat(ledger.admit(Map.of(id("never"), lease("never"))))
        .isEqualTo(new ResourceLedger.Admission.NoLease(id("never")));
  }

  @Test
  void nothingIsOffboardedWhileAnythingIsHeld() {
    hold("a", 100);
    assertThat(ledger.offboard()).isFalse();
    ledger.release(id("a"), lease("a"));
    assertThat(ledger.offboard()).isTrue();
    assertThat(ledger.snapshot().onboarded()).isEqualTo(Resources.NONE);
  }

  @Test
  void lessThanWhatIsInUseCannotBeOnboarded() {
    hold("a", 1500);
    assertThat(
            ledger.onboard(
                new Resources(Cpu.ofCores(1), Memory.ofGibibytes(4), Disk.ofGibibytes(10))))
        .isFalse();
    assertThat(ledger.snapshot().onboarded()).isEqualTo(MACHINE);
  }

  @Test
  void videoMemoryIsDividedAndGivenBack() {
    var half =
        new ResourceDemand(
            new Cpu(100),
            0,
            Optional.empty(),
            Memory.ZERO,
            Disk.ZERO,
            List.of(new GpuDemand(Optional.empty(), Optional.empty(), Memory.ofGibibytes(5))));
    assertThat(ledger.hold(id("a"), lease("a"), half, inAMinute()))
        .isInstanceOf(ResourceLedger.Hold.Held.class);
    assertThat(ledger.hold(id("b"), lease("b"), half, inAMinute()))
        .isInstanceOf(ResourceLedger.Hold.Full.class);
    ledger.release(id("a"), lease("a"));
    assertThat(ledger.hold(id("b"), lease("b"), half, inAMinute()))
        .isInstanceOf(ResourceLedger.Hold.Held.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void freeAndHeldAndRunningAlwaysMakeUpWhatIsOnboarded(long seed) {
    var random = new Random(seed);
    var names = new ArrayList<String>();
    for (int i = 0; i < 20; i++) names.add("a" + i);
    for (int step = 0; step < 2000; step++) {
      var name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(4)) {
        case 0 -> hold(name, 1 + random.nextInt(800));
        case 1 -> ledger.admit(Map.of(id(name), lease(name)));
        case 2 -> ledger.release(id(name), lease(name));
        default -> clock.advance(Duration.ofSeconds(random.nextInt(20)));
      }
      var now = ledger.snapshot();
      assertThat(now.free().plus(now.held()).plus(now.running())).isEqualTo(now.onboarded());
    }
  }

  private ResourceLedger.Hold hold(String name, long millicores) {
    return ledger.hold(id(name), lease(name), demand(millicores), inAMinute());
  }

  private Instant inAMinute() {
    return clock.instant().plusSeconds(60);
  }

  private static ResourceDemand demand(long millicores) {
    return new ResourceDemand(new Cpu(millicores), Memory.ofMebibytes(64), Disk.ofMebibytes(1));
  }

  private static LeaseId lease(String name) {
    return new LeaseId("lease-" + name);
  }

  private static AllocationId id(String name) {
    return AllocationId.parse("e1_n1." + name);
  }
}
