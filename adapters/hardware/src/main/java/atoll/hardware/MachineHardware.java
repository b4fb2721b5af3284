package atoll.hardware;

import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Memory;
import atoll.provider.Hardware;
import atoll.provider.Machine;
import atoll.provider.Usage;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The machine that this process runs on. Processors and memory are what the JDK may use and the
 * kernel's control groups leave, so a container's limits count. Takes milliseconds but for the
 * tools of GPU vendors, which are all asked at once, for at most some seconds each.
 */
public final class MachineHardware implements Hardware {
  private final Path work;
  private final Commands commands;
  private final Path root;
  private final OperatingSystemMXBean system;

  /**
   * @param work an existing folder, on whose volume the disk space is counted
   */
  public MachineHardware(Path work) {
    this(work, LocalCommands.on(Objects.requireNonNullElse(System.getenv("PATH"), "")));
  }

  /**
   * @param work an existing folder, on whose volume the disk space is counted
   * @param commands by which GPU vendors' tools are asked
   */
  public MachineHardware(Path work, Commands commands) {
    this(work, commands, Path.of("/"));
  }

  /**
   * @param root of the file system in which the kernel's files are read
   */
  MachineHardware(Path work, Commands commands, Path root) {
    this.work = work;
    this.commands = commands;
    this.root = root;
    this.system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  }

  @Override
  public Machine inspect() {
    var gpus = GpuDiscovery.begin(commands);
    var notes = new ArrayList<String>();
    var cpu = cpu(notes);
    var disk = disk(notes, FileStore::getUsableSpace);
    var found = gpus.findings();
    notes.addAll(found.notes());
    return new Machine(
        hostname(), cpu, new Memory(system.getTotalMemorySize()), disk, found.gpus(), notes);
  }

  /** {@inheritDoc} The processor's use is that of the time since it was last asked for. */
  @Override
  public Usage usage() {
    var gpus = GpuDiscovery.begin(commands);
    var load = system.getCpuLoad();
    return new Usage(
        Double.isNaN(load) ? 0 : Math.clamp(load, 0, 1) * 100,
        memoryUsed(),
        disk(
            new ArrayList<>(),
            store -> Math.max(0, store.getTotalSpace() - store.getUnallocatedSpace())),
        gpus.findings().vramUsed());
  }

  /** What programs could still get is not in use, though the kernel keeps files there meanwhile. */
  private Memory memoryUsed() {
    long total = system.getTotalMemorySize();
    long free = MemInfoFile.available(root, total).orElse(system.getFreeMemorySize());
    return new Memory(Math.max(0, total - free));
  }

  private Machine.CpuInfo cpu(List<String> notes) {
    int threads = Runtime.getRuntime().availableProcessors();
    var whole = Cpu.ofCores(threads);
    var capacity = new CpuQuota(root).limit().filter(limit -> limit.fitsIn(whole)).orElse(whole);
    var described = CpuInfoFile.read(root, notes);
    return new Machine.CpuInfo(
        described.model(),
        described.vendor(),
        capacity,
        threads,
        described.clockHertz(),
        System.getProperty("os.arch"),
        described.cacheBytes());
  }

  /** How a volume's space is asked for. */
  private interface Space {
    long of(FileStore store) throws IOException;
  }

  private Disk disk(List<String> notes, Space space) {
    try {
      return new Disk(space.of(Files.getFileStore(work)));
    } catch (IOException e) {
      notes.add(
          "the disk's space is unknown: " + work + " cannot be looked at (" + e.getMessage() + ")");
      return Disk.ZERO;
    }
  }

  private String hostname() {
    try {
      return Files.readString(root.resolve("proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
