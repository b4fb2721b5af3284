package atoll.provider;

import atoll.kernel.Disk;
import atoll.kernel.Memory;
import java.util.Map;

/**
 * How much of a machine is in use, by anyone.
 *
 * @param cpuPercent of all cores together, 0 to 100
 * @param vramUsed by the UUID of each GPU whose tool tells
 */
public record Usage(
    double cpuPercent, Memory memoryUsed, Disk diskUsed, Map<String, Memory> vramUsed) {
  public Usage {
    vramUsed = Map.copyOf(vramUsed);
  }
}
