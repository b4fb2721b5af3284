package atoll.provider;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Gpu;
import atoll.kernel.GpuVendor;
import atoll.kernel.Memory;
import atoll.kernel.Resources;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OnboardingTest {
  private static final Gpu GPU =
      new Gpu("GPU-1", 0, GpuVendor.AMD, "MI300", Memory.ofGibibytes(100));
  private static final Resources MACHINE =
      new Resources(Cpu.ofCores(8), Memory.ofGibibytes(100), Disk.ofGibibytes(500), List.of(GPU));

  @Test
  @DisplayName("A23: more than 90 % of the memory is refused, 10 % to 90 % is accepted")
  void memoryIsLentBetweenATenthAndNineTenths() {
    assertThat(Onboarding.problems(wanted(8, 91, 1), MACHINE))
        .singleElement()
        .asString()
        .contains("memory")
        .contains("90 %");
    assertThat(Onboarding.problems(wanted(8, 9, 1), MACHINE))
        .singleElement()
        .asString()
        .contains("memory");
    assertThat(Onboarding.problems(wanted(8, 90, 1), MACHINE)).isEmpty();
    assertThat(Onboarding.problems(wanted(1, 10, 1), MACHINE)).isEmpty();
  }

  @Test
  void everyProblemIsToldAtOnce() {
    assertThat(Onboarding.problems(wanted(9, 95, 0), MACHINE)).hasSize(3);
  }

  @Test
  void aGpuThatIsNotThereOrTooMuchOfOneIsRefused() {
    var other = new Gpu("GPU-2", 1, GpuVendor.AMD, "MI300", Memory.ofGibibytes(10));
    assertThat(Onboarding.problems(with(other), MACHINE))
        .singleElement()
        .asString()
        .contains("no such device");
    assertThat(Onboarding.problems(with(GPU.withVram(Memory.ofGibibytes(95))), MACHINE))
        .singleElement()
        .asString()
        .contains("gpu 0");
    assertThat(Onboarding.problems(with(GPU.withVram(Memory.ofGibibytes(50))), MACHINE)).isEmpty();
  }

  private static Resources wanted(int cores, int gibibytes, int disk) {
    return new Resources(Cpu.ofCores(cores), Memory.ofGibibytes(gibibytes), Disk.ofGibibytes(disk));
  }

  private static Resources with(Gpu gpu) {
    return new Resources(Cpu.ofCores(1), Memory.ofGibibytes(10), Disk.ofGibibytes(1), List.of(gpu));
  }
}
