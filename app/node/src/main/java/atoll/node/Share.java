package atoll.node;

import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Gpu;
import atoll.kernel.Memory;
import atoll.kernel.Resources;
import java.util.ArrayList;
import java.util.List;

/**
 * How a machine is divided among the providers of one process: nine tenths of it in equal parts,
 * whole GPUs in turn.
 */
final class Share {
  private Share() {}

  static Resources of(Resources machine, int provider, int providers) {
    List<Gpu> gpus = new ArrayList<>();
    for (int i = provider; i < machine.gpus().size(); i += providers) {
      var gpu = machine.gpus().get(i);
      gpus.add(gpu.withVram(new Memory(part(gpu.vram().bytes(), 1))));
    }
    return new Resources(
        new Cpu(part(machine.cpu().millicores(), providers)),
        new Memory(part(machine.memory().bytes(), providers)),
        new Disk(part(machine.disk().bytes(), providers)),
        gpus);
  }

  private static long part(long whole, int providers) {
    return whole / 10 * 9 / providers;
  }
}
