package atoll.dms.behaviours;

import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Gpu;
import atoll.kernel.GpuVendor;
import atoll.kernel.Memory;
import atoll.provider.Hardware;
import atoll.provider.Machine;
import atoll.provider.Usage;
import java.util.List;
import java.util.Map;

/** Eight cores, 16 GiB, one GPU, a quarter in use. */
record TestMachine() implements Hardware {
  @Override
  public Machine inspect() {
    return new Machine(
        "box",
        new Machine.CpuInfo(
            "Model \"X\"", "ACME", Cpu.ofCores(8), 16, 2_500_000_000L, "amd64", 8 << 20),
        Memory.ofGibibytes(16),
        Disk.ofGibibytes(100),
        List.of(new Gpu("GPU-1", 0, GpuVendor.NVIDIA, "T4", Memory.ofGibibytes(16))),
        List.of("no sensor"));
  }

  @Override
  public Usage usage() {
    return new Usage(
        25, Memory.ofGibibytes(4), Disk.ofGibibytes(7), Map.of("GPU-1", Memory.ofGibibytes(2)));
  }
}
