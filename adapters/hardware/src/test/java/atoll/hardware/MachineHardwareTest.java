package atoll.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.Cpu;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineHardwareTest {
  @TempDir Path work;

  @Test
  void thisMachineHasProcessorsMemoryAndDisk() {
    var machine = new MachineHardware(work).inspect();
    assertThat(machine.cpu().capacity()).isEqualTo(Cpu.ofCores(Runtime.getRuntime().availableProcessors()));
    assertThat(machine.memory().bytes()).isPositive();
    assertThat(machine.diskFree().bytes()).isPositive();
    assertThat(machine.cpu().architecture()).isNotBlank();
  }

  @Test
  void theKernelsWordsAreReadInTheirUnits() throws Exception {
    var file = Files.writeString(work.resolve("cpuinfo"), "processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Some Xeon\ncpu MHz\t\t: 2499.998\ncache size\t: 36608 KB\n");
    var cpu = new MachineHardware(work, file).inspect().cpu();
    assertThat(cpu.model()).isEqualTo("Some Xeon");
    assertThat(cpu.vendor()).isEqualTo("GenuineIntel");
    assertThat(cpu.clockHertz()).isEqualTo(2_499_998_000L);
    assertThat(cpu.cacheBytes()).isEqualTo(36608L << 10);
  }

  @Test
  void whatCannotBeReadIsANote() {
    var machine = new MachineHardware(work, work.resolve("absent")).inspect();
    assertThat(machine.notes()).singleElement().asString().contains("clock");
    assertThat(machine.cpu().clockHertz()).isZero();
  }

  @Test
  void usageIsBetweenNothingAndAll() {
    var usage = new MachineHardware(work).usage();
    assertThat(usage.cpuPercent()).isBetween(0.0, 100.0);
    assertThat(usage.memoryUsed().bytes()).isPositive();
  }
}
