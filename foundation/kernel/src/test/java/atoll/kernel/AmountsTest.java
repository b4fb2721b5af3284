package atoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AmountsTest {
  private static final Gpu BIG =
      new Gpu("big", 0, GpuVendor.NVIDIA, "H200", Memory.ofGibibytes(80));
  private static final Gpu SMALL =
      new Gpu("small", 1, GpuVendor.AMD, "W7900", Memory.ofGibibytes(8));

  @Test
  void fractionsOfACoreAreRoundedUpToAMillicore() {
    assertThat(Cpu.ofCores(new BigDecimal("0.2"))).isEqualTo(new Cpu(200));
    assertThat(Cpu.ofCores(new BigDecimal("0.0001"))).isEqualTo(new Cpu(1));
    assertThat(new Cpu(1500)).hasToString("1.5 cores");
    assertThat(new Cpu(1000)).hasToString("1 core");
  }

  @Test
  void amountsBelowNothingAreRefused() {
    assertThatThrownBy(() -> new Memory(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Disk.ZERO.minus(Disk.ofMebibytes(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Memory.ofGibibytes(Long.MAX_VALUE))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void amountsReadWell() {
    assertThat(Memory.ofMebibytes(64)).hasToString("64 MiB");
    assertThat(new Memory(1536L << 20)).hasToString("1.5 GiB");
    assertThat(new Memory(0)).hasToString("0 B");
  }

  @Test
  void theSmallestDeviceThatFitsIsTakenSoThatLargeOnesStayWhole() {
    var room = new Resources(Cpu.ofCores(1), Memory.ZERO, Disk.ZERO, List.of(BIG, SMALL));
    var taken =
        demand(new GpuDemand(Optional.empty(), Optional.empty(), Memory.ofGibibytes(4)))
            .takeFrom(room)
            .orElseThrow();
    assertThat(taken.gpus()).singleElement().extracting(Gpu::uuid).isEqualTo("small");
  }

  @Test
  void aVendorThatIsNamedMustMatch() {
    var room = new Resources(Cpu.ofCores(1), Memory.ZERO, Disk.ZERO, List.of(SMALL));
    assertThat(
            demand(
                    new GpuDemand(
                        Optional.of(GpuVendor.NVIDIA), Optional.empty(), Memory.ofGibibytes(1)))
                .takeFrom(room))
        .isEmpty();
  }

  @Test
  void partsStopInReverseOrderEvenIfOneFails() {
    var stopped = new ArrayList<String>();
    var parts = new Lifecycle();
    parts.add(() -> stopped.add("first"));
    parts.add(() -> {
      throw new IllegalStateException("broken");
    });
    parts.add(() -> stopped.add("last"));
    assertThatThrownBy(parts::close)
        .isInstanceOf(AtollException.class)
        .hasRootCauseMessage("broken");
    assertThat(stopped).containsExactly("last", "first");
    parts.close();
    assertThat(stopped).hasSize(2);
  }

  @Test
  void anAllocationIdIsReadBackAsItWasWritten() {
    var id = AllocationId.parse("abc_n1.web");
    assertThat(AllocationId.parse(id.value())).isEqualTo(id);
    assertThat(id.manifestKey()).isEqualTo("n1.web");
    assertThatThrownBy(() -> AllocationId.parse("n1.web"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AllocationId.parse("../e_n1.web"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPlaceThatIsUnknownMeetsNoWish() {
    var germany = Location.of("EU", "DE", "");
    assertThat(Location.of("eu", "de", "").isMetBy(Location.of("EU", "DE", "Berlin"))).isTrue();
    assertThat(germany.isMetBy(Location.UNKNOWN)).isFalse();
    assertThat(Location.of("EU", "", "").isMetBy(germany)).isTrue();
  }

  private static ResourceDemand demand(GpuDemand gpu) {
    return new ResourceDemand(
        new Cpu(100), 0, Optional.empty(), Memory.ZERO, Disk.ZERO, List.of(gpu));
  }
}
