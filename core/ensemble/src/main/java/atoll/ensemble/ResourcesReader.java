package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.GpuDemand;
import atoll.kernel.GpuVendor;
import atoll.kernel.Memory;
import atoll.kernel.ResourceDemand;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The {@code resources} of an allocation (DMS §6.3). In a file a bare size is in GiB and a bare
 * clock in GHz; on the wire they are bytes and hertz. What describes memory and disk beyond their
 * size ({@code clock_speed}, {@code type}), and the index of a GPU, is accepted and not demanded,
 * since no provider can promise it.
 */
final class ResourcesReader {
  private static final String EXAMPLE =
      "resources: {cpu: {cores: 0.2}, ram: {size: 64 MiB}, disk: {size: 64 MiB}}";

  /** Below this a person surely meant another unit. */
  private static final long LEAST_BYTES = 64 << 10;

  /** So that all allocations of an ensemble can be added up. */
  private static final long MOST_BYTES = 1L << 50;

  private static final int MOST_CORES = 100_000;

  private final Reading reading;
  private final boolean mustHave;

  /**
   * @param mustHave whether processor, memory and disk must be more than nothing
   */
  ResourcesReader(Reading reading, boolean mustHave) {
    this.reading = reading;
    this.mustHave = mustHave;
  }

  ResourceDemand read(Value value) {
    var members = value.members("a mapping", EXAMPLE);
    var cpu = member(members, "cpu", "cpu: {cores: 0.2}");
    var ram = member(members, "ram", "ram: {size: 64 MiB}");
    var disk = member(members, "disk", "disk: {size: 64 MiB}");
    var gpus = members.find("gpus", "gpu").map(this::gpus).orElse(List.of());
    members.refuseOthers();

    var demand =
        new ResourceDemand(
            cpu.flatMap(c -> amount(c, "cores", "cores: 0.2").map(this::cores)).orElse(Cpu.ZERO),
            cpu.flatMap(c -> c.find("clock_speed")).map(this::clock).orElse(0L),
            cpu.flatMap(c -> c.find("architecture")).map(Value::word),
            new Memory(size(ram, 16 << 10)),
            new Disk(size(disk, 1 << 20)),
            gpus);
    ram.ifPresent(r -> r.find("clock_speed").ifPresent(this::clock));
    ram.ifPresent(r -> r.find("type").ifPresent(Value::word));
    disk.ifPresent(d -> d.find("type").ifPresent(Value::word));
    cpu.ifPresent(Members::refuseOthers);
    ram.ifPresent(Members::refuseOthers);
    disk.ifPresent(Members::refuseOthers);
    return demand;
  }

  private Optional<Members> member(Members members, String name, String hint) {
    var value = mustHave ? members.require(name, hint) : members.find(name);
    return value.map(v -> v.members("a mapping", hint));
  }

  private Optional<Value> amount(Members members, String name, String hint) {
    return mustHave ? members.require(name, hint) : members.find(name);
  }

  private Cpu cores(Value value) {
    var number = Units.amount(value.text()).filter(Units.Amount::bare).map(Units.Amount::number);
    if (number.isEmpty()) {
      if (value.isScalar() && !value.isNull())
        value.problem(
            Code.BAD_QUANTITY,
            Said.quote(value.text()) + " is not a number of cores",
            "cores are written like 2 or 0.2");
      return Cpu.ZERO;
    }
    var cores = number.get();
    if (tooFew(value, cores)) return Cpu.ZERO;
    if (cores.compareTo(BigDecimal.valueOf(MOST_CORES)) > 0) {
      value.problem(Code.OUT_OF_RANGE, "more than " + MOST_CORES + " cores", "");
      return Cpu.ZERO;
    }
    if (reading.ofFile() && cores.stripTrailingZeros().scale() > 3) {
      value.problem(
          Code.BAD_QUANTITY,
          "is finer than a thousandth of a core",
          "write " + Cpu.ofCores(cores).cores().toPlainString());
      return Cpu.ZERO;
    }
    return Cpu.ofCores(cores);
  }

  /** Refuses what is negative, and nothing where something must be had. */
  private boolean tooFew(Value value, BigDecimal amount) {
    if (mustHave ? amount.signum() > 0 : amount.signum() >= 0) return false;
    value.problem(
        Code.OUT_OF_RANGE,
        (mustHave ? "must be more than 0" : "must not be negative")
            + " ("
            + Said.plain(value.text())
            + " is given)",
        "");
    return true;
  }

  private long size(Optional<Members> members, long mostGibibytesBare) {
    return members
        .flatMap(m -> amount(m, "size", "size: 64 MiB"))
        .map(v -> size(v, mostGibibytesBare))
        .orElse(0L);
  }

  private long size(Value value, long mostGibibytesBare) {
    var amount = Units.amount(value.text());
    var bytes = amount.flatMap(a -> a.bytes(reading.ofFile() ? 1L << 30 : 1));
    if (bytes.isEmpty()) {
      if (value.isScalar() && !value.isNull()) notASize(value, amount);
      return 0;
    }
    if (tooFew(value, bytes.get())) return 0;
    var whole = Units.whole(bytes.get());
    if (reading.ofFile()) {
      var number = amount.orElseThrow().number().toPlainString();
      boolean bare = amount.get().bare();
      if (bare && amount.get().number().compareTo(BigDecimal.valueOf(mostGibibytesBare)) > 0) {
        value.problem(
            Code.BAD_QUANTITY,
            "without a unit this is " + number + " GiB, which cannot be meant",
            "write " + number + " MiB, or " + number + " B");
        return 0;
      }
      if (whole.isPresent() && whole.get() > 0 && whole.get() < LEAST_BYTES) {
        value.problem(
            Code.BAD_QUANTITY,
            "is " + Units.bytes(whole.get()) + ", which cannot be meant",
            "write " + number + " MiB or " + number + " GiB");
        return 0;
      }
    }
    if (whole.isEmpty() || whole.get() > MOST_BYTES) {
      value.problem(Code.OUT_OF_RANGE, "is more than " + Units.bytes(MOST_BYTES), "");
      return 0;
    }
    return whole.get();
  }

  private static void notASize(Value value, Optional<Units.Amount> amount) {
    var hint =
        amount
            .filter(a -> a.unit().length() == 1)
            .map(a -> {
              var letter = a.unit().toUpperCase(java.util.Locale.ROOT);
              return "write " + letter + "iB or " + letter + "B";
            })
            .orElse("sizes are written like 64 MiB or 1.5 GB; a bare number is in GiB");
    value.problem(Code.BAD_QUANTITY, Said.quote(value.text()) + " is not a size", hint);
  }

  private long clock(Value value) {
    var amount = Units.amount(value.text());
    var hertz = amount.flatMap(a -> a.hertz(reading.ofFile() ? 1_000_000_000L : 1));
    if (hertz.isEmpty()) {
      if (value.isScalar() && !value.isNull())
        value.problem(
            Code.BAD_QUANTITY,
            Said.quote(value.text()) + " is not a clock speed",
            "clocks are written like 2.4 GHz or 2400 MHz; a bare number is in GHz");
      return 0;
    }
    if (hertz.get().signum() < 0 || reading.ofFile() && hertz.get().signum() == 0) {
      value.problem(Code.OUT_OF_RANGE, "must be more than 0", "");
      return 0;
    }
    if (hertz.get().compareTo(BigDecimal.valueOf(1_000_000_000_000L)) > 0) {
      value.problem(
          Code.BAD_QUANTITY, "is more than 1000 GHz, which cannot be meant", "write 2400 MHz");
      return 0;
    }
    return Units.whole(hertz.get()).orElse(0L);
  }

  private List<GpuDemand> gpus(Value value) {
    if (value.isMapping()) return List.of(gpu(value));
    return value.items("gpus: [{vendor: NVIDIA, vram: 8 GiB}]").stream().map(this::gpu).toList();
  }

  private GpuDemand gpu(Value value) {
    var members = value.members("a mapping", "gpus: [{vendor: NVIDIA, vram: 8 GiB}]");
    var vendor = members.find("vendor").flatMap(this::vendor);
    var model = members.find("model").map(Value::word);
    var vram = members.find("vram").map(v -> new ResourcesReader(reading, false).size(v, 1 << 10));
    members.find("index").ifPresent(i -> i.whole(0, 1 << 16));
    members.refuseOthers();
    return new GpuDemand(vendor, model, new Memory(vram.orElse(0L)));
  }

  private Optional<GpuVendor> vendor(Value value) {
    var text = value.word();
    var vendor = GpuVendor.parse(text);
    boolean any =
        text.equalsIgnoreCase("any")
            || !reading.ofFile() && (text.equals("Unknown") || text.equals("None"));
    if (vendor.isEmpty() && !text.isEmpty() && !any)
      value.problem(
          Code.UNKNOWN_VALUE,
          Said.quote(text) + " makes no GPU that is known",
          "NVIDIA, AMD or Intel; leave it out for any");
    return vendor;
  }
}
