package atoll.kernel;

import java.util.ArrayList;
import java.util.Comparator;
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
   * devices stay whole.
   */
  public Optional<Resources> takeFrom(Resources room) {
    if (!cpu.fitsIn(room.cpu()) || !memory.fitsIn(room.memory()) || !disk.fitsIn(room.disk()))
      return Optional.empty();
    var taken = new Resources(cpu, memory, disk);
    var left = room;
    for (var wanted :
        gpus.stream().sorted(Comparator.comparing(GpuDemand::vram).reversed()).toList()) {
      var device =
          left.gpus().stream().filter(wanted::isMetBy).min(Comparator.comparing(Gpu::vram));
      if (device.isEmpty()) return Optional.empty();
      var part =
          new Resources(
              Cpu.ZERO, Memory.ZERO, Disk.ZERO, List.of(device.get().withVram(wanted.vram())));
      left = left.minus(part);
      taken = taken.plus(part);
    }
    return Optional.of(taken);
  }
}
