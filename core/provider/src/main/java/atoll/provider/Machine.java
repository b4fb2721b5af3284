package atoll.provider;

import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Gpu;
import atoll.kernel.Memory;
import atoll.kernel.Resources;
import java.util.List;

/**
 * A machine's parts (DMS §8.6), as far as this process may use them.
 *
 * @param diskFree free space on the volume of the work folder
 * @param notes what could not be read, and why, for people
 */
public record Machine(
    String hostname,
    CpuInfo cpu,
    Memory memory,
    Disk diskFree,
    List<Gpu> gpus,
    List<String> notes) {
  public Machine {
    gpus = List.copyOf(gpus);
    notes = List.copyOf(notes);
  }

  /** Everything together. */
  public Resources resources() {
    return new Resources(cpu.capacity(), memory, diskFree, gpus);
  }

  /**
   * The processor.
   *
   * @param capacity what this process may use: the machine's cores, or less inside a container
   * @param clockHertz the nominal clock; 0 if it is not known
   * @param cacheBytes of the last level; 0 if it is not known
   */
  public record CpuInfo(
      String model,
      String vendor,
      Cpu capacity,
      int threads,
      long clockHertz,
      String architecture,
      long cacheBytes) {}
}
