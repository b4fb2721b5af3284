package atoll.workload.docker;

import com.github.dockerjava.api.model.Info;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  static EngineLimits of(Info info, List<String> mounts) {
    var unenforced = new ArrayList<String>();
    boolean disk = diskSizes(info, mounts);
    if (!disk)
      unenforced.add(
          "disk: the engine's storage ("
              + info.getDriver()
              + filesystem(info)
              + ") cannot limit what a container writes; overlay2 on XFS mounted with pquota can");
    if (no(info.getCpuCfsQuota())) unenforced.add("cpu: this kernel has no CPU quota");
    if (no(info.getMemoryLimit())) unenforced.add("memory: this kernel has no memory limit");
    if (no(info.getSwapLimit()))
      unenforced.add(
          "memory: this kernel does not count swap, so a container may use swap besides");
    if (info.getRuntimes() != null && info.getRuntimes().containsKey("nvidia"))
      unenforced.add("video memory: a container that is lent part of a GPU can use all of it");
    return new EngineLimits(disk, List.copyOf(unenforced));
  }

  private static boolean diskSizes(Info info, List<String> mounts) {
    var driver = String.valueOf(info.getDriver());
    if (SIZED_DRIVERS.contains(driver)) return true;
    return driver.equals("overlay2")
        && filesystem(info).contains("xfs")
        && quotaIsOn(String.valueOf(info.getDockerRootDir()), mounts);
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

  private static String filesystem(Info info) {
    if (info.getDriverStatuses() == null) return "";
    for (var status : info.getDriverStatuses())
      if (status.size() == 2 && status.getFirst().equals("Backing Filesystem"))
        return " on " + status.getLast();
    return "";
  }

  private static boolean no(@Nullable Boolean can) {
    return Boolean.FALSE.equals(can);
  }
}
