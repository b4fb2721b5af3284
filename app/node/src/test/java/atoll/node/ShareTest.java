package atoll.node;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Gpu;
import atoll.kernel.GpuVendor;
import atoll.kernel.Memory;
import atoll.kernel.Resources;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShareTest {
  private static final Resources MACHINE =
      new Resources(
          Cpu.ofCores(2),
          Memory.ofGibibytes(30),
          Disk.ofGibibytes(300),
          List.of(gpu(0), gpu(1), gpu(2), gpu(3)));

  @Test
  void nineTenthsAreDividedEquallyInFractionsOfACore() {
    var share = Share.of(MACHINE, 0, 3);
    assertThat(share.cpu()).isEqualTo(new Cpu(600));
    assertThat(share.memory()).isEqualTo(Memory.ofGibibytes(9));
    assertThat(share.disk()).isEqualTo(Disk.ofGibibytes(90));
  }

  @Test
  void allSharesTogetherFitInTheMachineAndNoDeviceIsSharedTwice() {
    var sum = Resources.NONE;
    for (int i = 0; i < 3; i++) sum = sum.plus(Share.of(MACHINE, i, 3));
    assertThat(sum.fitsIn(MACHINE)).isTrue();
    assertThat(sum.gpus()).hasSize(4);
  }

  private static Gpu gpu(int index) {
    return new Gpu("GPU-" + index, index, GpuVendor.NVIDIA, "H200", Memory.ofGibibytes(100));
  }
}
