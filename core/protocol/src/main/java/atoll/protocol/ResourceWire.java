package atoll.protocol;

import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Gpu;
import atoll.kernel.GpuDemand;
import atoll.kernel.GpuVendor;
import atoll.kernel.Memory;
import atoll.kernel.ResourceDemand;
import atoll.kernel.Resources;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import java.math.BigDecimal;
import java.util.Optional;

/** The resource object of DMS §8.2: bytes, hertz, and cores as a decimal; read in either casing. */
public final class ResourceWire {
  private ResourceWire() {}

  public static void write(CanonicalJson out, Resources resources) {
    out.beginObject().name("CPU").beginObject();
    out.name("Cores").raw(resources.cpu().cores().toPlainString()).endObject();
    out.name("GPUs").beginArray();
    for (var gpu : resources.gpus()) {
      out.beginObject()
          .name("Index")
          .value(gpu.index())
          .name("Vendor")
          .value(gpu.vendor().wireName());
      out.name("model")
          .value(gpu.model())
          .name("VRAM")
          .value(gpu.vram().bytes())
          .name("UUID")
          .value(gpu.uuid())
          .endObject();
    }
    out.endArray();
    writeStorage(out, resources.memory(), resources.disk());
    out.endObject();
  }

  public static void write(CanonicalJson out, ResourceDemand demand) {
    out.beginObject()
        .name("CPU")
        .beginObject()
        .name("Cores")
        .raw(demand.cpu().cores().toPlainString());
    if (demand.clockHertz() > 0) out.name("ClockSpeed").value(demand.clockHertz());
    demand.architecture().ifPresent(a -> out.name("Architecture").value(a));
    out.endObject().name("GPUs").beginArray();
    for (var gpu : demand.gpus()) {
      out.beginObject();
      gpu.vendor().ifPresent(v -> out.name("Vendor").value(v.wireName()));
      gpu.model().ifPresent(m -> out.name("model").value(m));
      out.name("VRAM").value(gpu.vram().bytes()).endObject();
    }
    out.endArray();
    writeStorage(out, demand.memory(), demand.disk());
    out.endObject();
  }

  /**
   * @throws MalformedJsonException if an amount is negative, not whole where it must be, or too
   *     large
   */
  public static Resources resources(Fields fields) {
    return new Resources(
        cpu(fields),
        new Memory(size(fields, "RAM")),
        new Disk(size(fields, "Disk")),
        fields.objects("GPUs").stream()
            .map(g ->
                new Gpu(
                    g.text("UUID"),
                    Math.toIntExact(amount(g, "Index")),
                    vendor(g)
                        .orElseThrow(
                            () -> new MalformedJsonException(g.path() + ".Vendor is missing")),
                    g.optionalText("model").orElse(""),
                    new Memory(amount(g, "VRAM"))))
            .toList());
  }

  /**
   * @throws MalformedJsonException if an amount is negative, not whole where it must be, or too
   *     large
   */
  public static ResourceDemand demand(Fields fields) {
    var cpu = fields.optionalObject("CPU");
    return new ResourceDemand(
        cpu(fields),
        cpu.map(c -> amount(c, "ClockSpeed")).orElse(0L),
        cpu.flatMap(c -> named(c, "Architecture")),
        new Memory(size(fields, "RAM")),
        new Disk(size(fields, "Disk")),
        fields.objects("GPUs").stream()
            .map(g -> new GpuDemand(vendor(g), named(g, "model"), new Memory(amount(g, "VRAM"))))
            .toList());
  }

  private static void writeStorage(CanonicalJson out, Memory memory, Disk disk) {
    out.name("RAM").beginObject().name("Size").value(memory.bytes()).endObject();
    out.name("Disk").beginObject().name("Size").value(disk.bytes()).endObject();
  }

  private static Cpu cpu(Fields fields) {
    var cores = fields.optionalObject("CPU").flatMap(c -> c.find("Cores"));
    if (cores.isEmpty()) return Cpu.ZERO;
    if (!cores.get().isNumber()) throw new MalformedJsonException("CPU.Cores is not a number");
    try {
      BigDecimal amount = cores.get().decimalValue();
      if (amount.precision() - amount.scale() > 12 || amount.scale() > 30)
        throw new ArithmeticException("out of range");
      return Cpu.ofCores(amount);
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new MalformedJsonException("CPU.Cores is not an amount of cores");
    }
  }

  private static long size(Fields fields, String name) {
    return fields.optionalObject(name).map(f -> amount(f, "Size")).orElse(0L);
  }

  private static long amount(Fields fields, String name) {
    long amount = fields.optionalInteger(name).orElse(0L);
    if (amount < 0) throw new MalformedJsonException(fields.path() + "." + name + " is negative");
    return amount;
  }

  private static Optional<String> named(Fields fields, String name) {
    return fields.optionalText(name).filter(text -> !text.isBlank());
  }

  private static Optional<GpuVendor> vendor(Fields gpu) {
    var text = named(gpu, "Vendor");
    if (text.isEmpty()) return Optional.empty();
    var vendor = GpuVendor.parse(text.get());
    if (vendor.isEmpty())
      throw new MalformedJsonException(
          gpu.path() + ".Vendor \"" + text.get() + "\" is none of NVIDIA, AMD and Intel");
    return vendor;
  }
}
