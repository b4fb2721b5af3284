package atoll.dms.behaviours;

import static atoll.dms.behaviours.Served.object;

import atoll.dms.behaviours.Served.Failure;
import atoll.kernel.Gpu;
import atoll.kernel.Memory;
import atoll.kernel.json.CanonicalJson;
import atoll.provider.Hardware;
import atoll.provider.Machine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Function;

/** What the machine is made of, and how much of it is in use (DMS §4.3, §8.2). */
record HardwareBehaviours(Hardware hardware) {
  void serve(Served served) {
    served.on("/dms/node/hardware/spec", Failure.OK_LOWER_ERROR, _ -> spec());
    served.on("/dms/node/hardware/usage", Failure.OK_LOWER_ERROR, _ -> usage());
  }

  private CanonicalJson spec() {
    var machine = hardware.inspect();
    var cpu = machine.cpu();
    var json =
        object().name("OK").value(true).name("Resources").beginObject().name("CPU").beginObject();
    json.name("ClockSpeed")
        .value(cpu.clockHertz())
        .name("Cores")
        .raw(cpu.capacity().cores().toPlainString());
    json.name("Model")
        .value(cpu.model())
        .name("Vendor")
        .value(cpu.vendor())
        .name("Threads")
        .value(cpu.threads());
    json.name("Architecture")
        .value(cpu.architecture())
        .name("CacheSize")
        .value(cpu.cacheBytes())
        .endObject();
    writeGpus(json, machine.gpus(), Gpu::vram);
    writeStorage(json, machine.memory().bytes(), machine.diskFree().bytes());
    return json.endObject().name("error").value("").endObject();
  }

  private CanonicalJson usage() {
    var machine = hardware.inspect();
    var usage = hardware.usage();
    var json = object().name("OK").value(true).name("Resources").beginObject();
    json.name("CPU")
        .beginObject()
        .name("Cores")
        .raw(coresInUse(machine, usage.cpuPercent()))
        .endObject();
    writeGpus(json, machine.gpus(), gpu -> usage.vramUsed().getOrDefault(gpu.uuid(), Memory.ZERO));
    writeStorage(json, usage.memoryUsed().bytes(), usage.diskUsed().bytes());
    return json.endObject().name("error").value("").endObject();
  }

  private static String coresInUse(Machine machine, double percent) {
    return machine
        .cpu()
        .capacity()
        .cores()
        .multiply(BigDecimal.valueOf(Math.clamp(percent, 0.0, 100.0)))
        .divide(BigDecimal.valueOf(100), 3, RoundingMode.HALF_UP)
        .toPlainString();
  }

  private static void writeGpus(CanonicalJson json, List<Gpu> gpus, Function<Gpu, Memory> amount) {
    json.name("GPUs").beginArray();
    for (var gpu : gpus)
      json.beginObject()
          .name("Index")
          .value(gpu.index())
          .name("Vendor")
          .value(gpu.vendor().wireName())
          .name("model")
          .value(gpu.model())
          .name("VRAM")
          .value(amount.apply(gpu).bytes())
          .name("UUID")
          .value(gpu.uuid())
          .endObject();
    json.endArray();
  }

  private static void writeStorage(CanonicalJson json, long memory, long disk) {
    json.name("RAM").beginObject().name("Size").value(memory).endObject();
    json.name("Disk").beginObject().name("Size").value(disk).endObject();
  }
}
