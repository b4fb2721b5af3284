package atoll.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.Cpu;
import atoll.kernel.Gpu;
import atoll.kernel.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What there is (DMS §8.6). */
class MachineHardwareTest {
  @TempDir Path work;
  @TempDir Path root;

  @Test
  void thisMachineHasProcessorsMemoryAndDisk() {
    var machine = new MachineHardware(work).inspect();
    assertThat(machine.cpu().capacity().millicores())
        .isBetween(1L, Runtime.getRuntime().availableProcessors() * 1000L);
    assertThat(machine.memory().bytes()).isPositive();
    assertThat(machine.diskFree().bytes()).isPositive();
    assertThat(machine.cpu().architecture()).isNotBlank();
  }

  @Test
  void theKernelsWordsAreReadInTheirUnits() throws Exception {
    file(
        "proc/cpuinfo",
        "processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Some Xeon\ncpu MHz\t\t: 2499.998\ncache size\t: 36608 KB\n");
    file("proc/sys/kernel/hostname", "box\n");
    var machine = machine();
    assertThat(machine.hostname()).isEqualTo("box");
    assertThat(machine.cpu().model()).isEqualTo("Some Xeon");
    assertThat(machine.cpu().vendor()).isEqualTo("GenuineIntel");
    assertThat(machine.cpu().clockHertz()).isEqualTo(2_499_998_000L);
    assertThat(machine.cpu().cacheBytes()).isEqualTo(36608L << 10);
  }

  @Test
  void theNominalClockComesBeforeThatOfTheMoment() throws Exception {
    file(
        "proc/cpuinfo",
        "model name\t: Xeon(R) Platinum 8259CL CPU @ 2.50GHz\ncpu MHz\t\t: 3100.0\n");
    assertThat(machine().cpu().clockHertz()).isEqualTo(2_500_000_000L);
    file("sys/devices/system/cpu/cpu0/cpufreq/base_frequency", "2300000\n");
    assertThat(machine().cpu().clockHertz()).isEqualTo(2_300_000_000L);
  }

  @Test
  void theLastLevelOfTheCacheCounts() throws Exception {
    file("proc/cpuinfo", "model name\t: AMD EPYC\ncache size\t: 1024 KB\n");
    file("sys/devices/system/cpu/cpu0/cache/index2/size", "1024K\n");
    file("sys/devices/system/cpu/cpu0/cache/index3/size", "32768K\n");
    assertThat(machine().cpu().cacheBytes()).isEqualTo(32L << 20);
  }

  @Test
  void whatCannotBeReadIsANote() {
    assertThat(machine().notes()).singleElement().asString().contains("clock");
    assertThat(machine().cpu().clockHertz()).isZero();
    var nowhere =
        new MachineHardware(work.resolve("absent"), new ScriptedCommands(), root).inspect();
    assertThat(nowhere.notes()).anyMatch(note -> note.contains("disk"));
    assertThat(nowhere.diskFree().bytes()).isZero();
  }

  @Test
  void aGroupsQuotaCountsToTheThousandthOfACore() throws Exception {
    file("proc/self/cgroup", "0::/system.slice/atoll.service\n");
    file("sys/fs/cgroup/system.slice/atoll.service/cpu.max", "max 100000\n");
    file("sys/fs/cgroup/system.slice/cpu.max", "25000 100000\n");
    assertThat(machine().cpu().capacity()).isEqualTo(new Cpu(250));
  }

  @Test
  void inAContainerTheQuotaLiesAtTheTop() throws Exception {
    file("proc/self/cgroup", "4:cpu,cpuacct:/docker/0123\n3:memory:/docker/0123\n");
    file("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "15000\n");
    file("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
    assertThat(machine().cpu().capacity()).isEqualTo(new Cpu(150));
  }

  @Test
  void noQuotaLeavesAllProcessors() throws Exception {
    var all = Cpu.ofCores(Runtime.getRuntime().availableProcessors());
    assertThat(machine().cpu().capacity()).isEqualTo(all);
    file("proc/self/cgroup", "4:cpu:/\n0::/\n");
    file("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
    file("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
    file("sys/fs/cgroup/cpu.max", "99900000 100000\n");
    assertThat(machine().cpu().capacity()).as("a quota above what there is").isEqualTo(all);
  }

  @Test
  void gpusAndTheirUseComeFromTheTools() {
    var commands =
        new ScriptedCommands()
            .says("nvidia-smi", "0, GPU-aa, 1024, 24, One\n")
            .answer("xpu-smi", new Commands.Answer.Broken("no"));
    var hardware = new MachineHardware(work, commands, root);
    assertThat(hardware.inspect().gpus()).extracting(Gpu::uuid).containsExactly("GPU-aa");
    assertThat(hardware.inspect().notes()).anyMatch(note -> note.contains("xpu-smi"));
    assertThat(hardware.usage().vramUsed()).containsEntry("GPU-aa", Memory.ofMebibytes(24));
  }

  @Test
  void memoryThatTheKernelOnlyBorrowsIsNotInUse() throws Exception {
    file(
        "proc/meminfo",
        "MemTotal:       2048 kB\nMemFree:         100 kB\nMemAvailable:   1024 kB\n");
    assertThat(MemInfoFile.available(root, 2048L << 10)).hasValue(1024L << 10);
    assertThat(MemInfoFile.available(root, 1024L << 10)).as("inside a container").isEmpty();
  }

  @Test
  void usageIsBetweenNothingAndAll() {
    var usage = new MachineHardware(work).usage();
    assertThat(usage.cpuPercent()).isBetween(0.0, 100.0);
    assertThat(usage.memoryUsed().bytes()).isPositive();
    assertThat(usage.diskUsed().bytes()).isPositive();
  }

  private atoll.provider.Machine machine() {
    return new MachineHardware(work, new ScriptedCommands(), root).inspect();
  }

  private void file(String path, String text) throws IOException {
    var file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
