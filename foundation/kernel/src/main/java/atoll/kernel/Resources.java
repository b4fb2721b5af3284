package atoll.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Amounts of a machine that are offered, held or free. GPUs are matched by UUID, their video memory
 * is divisible.
 */
public record Resources(Cpu cpu, Memory memory, Disk disk, List<Gpu> gpus) {
  public static final Resources NONE = new Resources(Cpu.ZERO, Memory.ZERO, Disk.ZERO, List.of());

  public Resources {
    gpus = List.copyOf(gpus);
    if (gpus.stream().map(Gpu::uuid).distinct().count() != gpus.size())
      throw new IllegalArgumentException("a GPU is listed twice");
  }

  public Resources(Cpu cpu, Memory memory, Disk disk) {
    this(cpu, memory, disk, List.of());
  }

  public Resources plus(Resources other) {
    var sum = new ArrayList<>(gpus);
    for (var gpu : other.gpus) {
      int at = indexOf(sum, gpu.uuid());
      if (at < 0) sum.add(gpu);
      else sum.set(at, gpu.withVram(sum.get(at).vram().plus(gpu.vram())));
    }
    return new Resources(
        cpu.plus(other.cpu), memory.plus(other.memory), disk.plus(other.disk), sum);
  }

  /**
   * What is left after {@code other} is taken. A GPU stays listed with no video memory left.
   *
   * @throws IllegalArgumentException if any amount of {@code other} is larger
   */
  public Resources minus(Resources other) {
    var rest = new ArrayList<>(gpus);
    for (var gpu : other.gpus) {
      int at = indexOf(rest, gpu.uuid());
      if (at < 0) throw new IllegalArgumentException("GPU " + gpu.uuid() + " is not there to take");
      rest.set(at, gpu.withVram(rest.get(at).vram().minus(gpu.vram())));
    }
    return new Resources(
        cpu.minus(other.cpu), memory.minus(other.memory), disk.minus(other.disk), rest);
  }

  public boolean fitsIn(Resources room) {
    return cpu.fitsIn(room.cpu)
        && memory.fitsIn(room.memory)
        && disk.fitsIn(room.disk)
        && gpus.stream()
            .allMatch(g -> room.gpu(g.uuid()).map(r -> g.vram().fitsIn(r.vram())).orElse(false));
  }

  public Optional<Gpu> gpu(String uuid) {
    return gpus.stream().filter(g -> g.uuid().equals(uuid)).findFirst();
  }

  private static int indexOf(List<Gpu> gpus, String uuid) {
    for (int i = 0; i < gpus.size(); i++) if (gpus.get(i).uuid().equals(uuid)) return i;
    return -1;
  }
}
