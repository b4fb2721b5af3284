package atoll.hardware;

import atoll.kernel.Cpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of the processor that this process's control groups leave it, in thousandths of a core;
 * the JDK rounds it up to whole cores. Version 2 writes {@code cpu.max}, version 1 {@code
 * cpu.cfs_quota_us} and {@code cpu.cfs_period_us}; the tightest group from the process's own up to
 * the root counts.
 *
 * @param root of the file system in which {@code /proc} and {@code /sys} are read
 */
record CpuQuota(Path root) {

  /** Empty if there is no limit, or none is told. */
  Optional<Cpu> limit() {
    return groups().stream().flatMap(group -> limit(group).stream()).min(Cpu::compareTo);
  }

  /** Every group that this process is in, own ones first. */
  private List<Path> groups() {
    var found = new ArrayList<Path>();
    for (var line : lines(root.resolve("proc/self/cgroup"))) {
      var fields = line.split(":", 3);
      if (fields.length < 3) continue;
      boolean version2 = fields[1].isEmpty();
      if (!version2 && !List.of(fields[1].split(",", -1)).contains("cpu")) continue;
      var top = root.resolve("sys/fs/cgroup").resolve(version2 ? "" : "cpu");
      // Inside a container the path is the host's, and the group is what lies at the top.
      for (var group = Path.of(fields[2]); group != null; group = group.getParent())
        found.add(top.resolve(group.toString().substring(1)).normalize());
    }
    return found;
  }

  private static Optional<Cpu> limit(Path group) {
    var both = lines(group.resolve("cpu.max"));
    if (!both.isEmpty()) {
      var fields = both.getFirst().split(" ", -1);
      return fields.length == 2 ? share(fields[0], fields[1]) : Optional.empty();
    }
    var quota = lines(group.resolve("cpu.cfs_quota_us"));
    var period = lines(group.resolve("cpu.cfs_period_us"));
    return quota.isEmpty() || period.isEmpty()
        ? Optional.empty()
        : share(quota.getFirst(), period.getFirst());
  }

  /** {@code max} and −1 mean no limit. */
  private static Optional<Cpu> share(String quota, String period) {
    try {
      long used = Long.parseLong(quota.strip());
      long of = Long.parseLong(period.strip());
      return used <= 0 || of <= 0
          ? Optional.empty()
          : Optional.of(new Cpu(Math.multiplyExact(used, 1000L) / of));
    } catch (ArithmeticException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isReadable(file) && Files.isRegularFile(file)
          ? Files.readAllLines(file)
          : List.of();
    } catch (IOException _) {
      return List.of(); // the group went away meanwhile
    }
  }
}
