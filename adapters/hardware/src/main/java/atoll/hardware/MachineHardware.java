package atoll.hardware;

import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Memory;
import atoll.provider.Hardware;
import atoll.provider.Machine;
import atoll.provider.Usage;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The machine that this process runs on. Processors and memory are what the JDK may use, so a container's limits count. Takes
 * milliseconds but for the tools of GPU vendors.
 */
public final class MachineHardware implements Hardware {
  private final Path work;
  private final Path cpuInfo;
  private final OperatingSystemMXBean system;

  /** @param work an existing folder, on whose volume the disk space is counted */
  public MachineHardware(Path work) {
    this(work, Path.of("/proc/cpuinfo"));
  }

  MachineHardware(Path work, Path cpuInfo) {
    this.work = work;
    this.cpuInfo = cpuInfo;
    this.system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  }

  @Override
  public Machine inspect() {
    var notes = new ArrayList<String>();
    return new Machine(hostname(), cpu(notes), new Memory(system.getTotalMemorySize()), freeDisk(), List.of(), notes);
  }

  @Override
  public Usage usage() {
    var load = system.getCpuLoad();
    try {
      var store = Files.getFileStore(work);
      return new Usage(
          Double.isNaN(load) ? 0 : Math.clamp(load, 0, 1) * 100,
          new Memory(Math.max(0, system.getTotalMemorySize() - system.getFreeMemorySize())),
          new Disk(Math.max(0, store.getTotalSpace() - store.getUsableSpace())),
          Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException("asking for the space of " + work, e);
    }
  }

  private Machine.CpuInfo cpu(List<String> notes) {
    int cores = Runtime.getRuntime().availableProcessors();
    var described = CpuInfoFile.read(cpuInfo, notes);
    return new Machine.CpuInfo(
        described.model(), described.vendor(), Cpu.ofCores(cores), cores, described.clockHertz(), System.getProperty("os.arch"), described.cacheBytes());
  }

  private Disk freeDisk() {
    try {
      return new Disk(Files.getFileStore(work).getUsableSpace());
    } catch (IOException e) {
      throw new UncheckedIOException("asking for the free space of " + work, e);
    }
  }

  private static String hostname() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
