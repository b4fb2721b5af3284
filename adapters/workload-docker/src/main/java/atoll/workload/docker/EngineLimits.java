package atoll.workload.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which limits an engine can hold a container to.
 *
 * @param disk the storage driver takes a size for a container's own files
 * @param unenforced what it cannot do, each a sentence for people
 */
record EngineLimits(boolean disk, List<String> unenforced) {
  private static final Set<String> SIZED_DRIVERS = Set.of("btrfs", "zfs", "windowsfilter");

  /**
   * @param mounts the lines of {@code /proc/self/mounts}, to see whether quotas are on
   */
  static EngineLimits of(EngineInfo info, List<String> mounts) {
    var unenforced = new ArrayList<String>();
    boolean disk = diskSizes(info, mounts);
    var storage =
        info.filesystem().isEmpty() ? info.driver() : info.driver() + " on " + info.filesystem();
    if (!disk)
      unenforced.add(
          "disk: the engine's storage ("
              + storage
              + ") cannot limit what a container writes; overlay2 on XFS mounted with pquota can");
    if (info.lacking().contains(EngineInfo.CPU))
      unenforced.add("cpu: this kernel has no CPU quota");
    if (info.lacking().contains(EngineInfo.MEMORY))
      unenforced.add("memory: this kernel has no memory limit");
    if (info.lacking().contains(EngineInfo.SWAP))
      unenforced.add(
          "memory: this kernel does not count swap, so a container may use swap besides");
    if (info.lacking().contains(EngineInfo.PROCESSES))
      unenforced.add("processes: this kernel cannot limit their number");
    if (info.runtimes().contains("nvidia"))
      unenforced.add("video memory: a container that is lent part of a GPU can use all of it");
    return new EngineLimits(disk, List.copyOf(unenforced));
  }

  private static boolean diskSizes(EngineInfo info, List<String> mounts) {
    if (SIZED_DRIVERS.contains(info.driver())) return true;
    return info.driver().equals("overlay2")
        && info.filesystem().equals("xfs")
        && quotaIsOn(info.rootFolder(), mounts);
  }

  /** Whether the deepest mount over {@code folder} counts space by project. */
  private static boolean quotaIsOn(String folder, List<String> mounts) {
    var deepest = "";
    boolean on = false;
    for (var mount : mounts) {
      var fields = mount.split(" ", -1);
      if (fields.length < 4) continue;
      var point = fields[1].endsWith("/") ? fields[1] : fields[1] + "/";
      if (!(folder + "/").startsWith(point) || point.length() < deepest.length()) continue;
      deepest = point;
      var options = List.of(fields[3].split(",", -1));
      on = options.contains("prjquota") || options.contains("pquota");
    }
    return on;
  }
}
