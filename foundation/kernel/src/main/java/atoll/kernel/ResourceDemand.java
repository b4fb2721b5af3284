package atoll.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Amounts that a workload asks for.
 *
 * @param clockHertz lowest processor clock in hertz; 0 means any
 */
public record ResourceDemand(
    Cpu cpu,
    long clockHertz,
    Optional<String> architecture,
    Memory memory,
    Disk disk,
    List<GpuDemand> gpus) {
  public static final ResourceDemand NONE = new ResourceDemand(Cpu.ZERO, Memory.ZERO, Disk.ZERO);

  public ResourceDemand {
    if (clockHertz < 0)
      throw new IllegalArgumentException("clock is negative: " + clockHertz + " Hz");
    gpus = List.copyOf(gpus);
  }

  public ResourceDemand(Cpu cpu, Memory memory, Disk disk) {
    this(cpu, 0, Optional.empty(), memory, disk, List.of());
  }

  /**
   * Both together on one machine: amounts add up, the higher clock wins. The architectures must not
   * differ.
   */
  public ResourceDemand plus(ResourceDemand other) {
    var both = new ArrayList<>(gpus);
    both.addAll(other.gpus);
    return new ResourceDemand(
        cpu.plus(other.cpu),
        Math.max(clockHertz, other.clockHertz),
        architecture.or(other::architecture),
        memory.plus(other.memory),
        disk.plus(other.disk),
        both);
  }

  /**
   * The exact resources of {@code room} that meet this demand, or empty if they do not. GPUs are
   * taken with the largest demand first, from the fullest device that still fits, so that large
   * devices stay whole, unless only another way has room for all.
   */
  public Optional<Resources> takeFrom(Resources room) {
    if (!cpu.fitsIn(room.cpu()) || !memory.fitsIn(room.memory()) || !disk.fitsIn(room.disk()))
      return Optional.empty();
    return GpuDealing.deal(gpus, room.gpus())
        .map(parts -> new Resources(cpu, memory, disk).plus(together(parts)));
  }

  private static Resources together(List<Gpu> parts) {
    var sum = Resources.NONE;
    for (var part : parts)
      sum = sum.plus(new Resources(Cpu.ZERO, Memory.ZERO, Disk.ZERO, List.of(part)));
    return sum;
  }
}
