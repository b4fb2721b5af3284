package atoll.market;

import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.ExecutorKind;
import atoll.kernel.Gpu;
import atoll.kernel.GpuVendor;
import atoll.kernel.Location;
import atoll.kernel.Memory;
import atoll.kernel.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Builds offers: a machine of 4 cores, 8 GiB and 100 GiB that runs Docker and WebAssembly. */
final class AnOffer {
  private final String provider;
  private Cpu cpu = Cpu.ofCores(4);
  private Cpu freeCpu = cpu;
  private Memory memory = Memory.ofGibibytes(8);
  private Memory freeMemory = memory;
  private Disk disk = Disk.ofGibibytes(100);
  private Disk freeDisk = disk;
  private final List<Gpu> gpus = new ArrayList<>();
  private final List<Gpu> freeGpus = new ArrayList<>();
  private long clock = 2_500_000_000L;
  private Optional<String> architecture = Optional.of("amd64");
  private Set<ExecutorKind> executors = EnumSet.of(ExecutorKind.DOCKER, ExecutorKind.WASM);
  private Location location = Location.UNKNOWN;
  private Optional<Coordinates> coordinates = Optional.empty();
  private int portsFrom = 16384;
  private int portsTo = 65536;
  private Set<Integer> taken = Set.of();
  private boolean privileged;
  private Optional<Price> price = Optional.empty();
  private Optional<Duration> roundTrip = Optional.empty();

  private AnOffer(String provider) {
    this.provider = provider;
  }

  static AnOffer by(String provider) {
    return new AnOffer(provider);
  }

  AnOffer cpu(long freeMillicores, long totalMillicores) {
    freeCpu = new Cpu(freeMillicores);
    cpu = new Cpu(totalMillicores);
    return this;
  }

  AnOffer memory(long freeMebibytes, long totalMebibytes) {
    freeMemory = Memory.ofMebibytes(freeMebibytes);
    memory = Memory.ofMebibytes(totalMebibytes);
    return this;
  }

  AnOffer disk(long freeMebibytes, long totalMebibytes) {
    freeDisk = Disk.ofMebibytes(freeMebibytes);
    disk = Disk.ofMebibytes(totalMebibytes);
    return this;
  }

  AnOffer gpu(GpuVendor vendor, String model, long freeGibibytes, long totalGibibytes) {
    int index = gpus.size();
    var uuid = provider + "-gpu-" + index;
    gpus.add(new Gpu(uuid, index, vendor, model, Memory.ofGibibytes(totalGibibytes)));
    freeGpus.add(new Gpu(uuid, index, vendor, model, Memory.ofGibibytes(freeGibibytes)));
    return this;
  }

  AnOffer clock(long hertz) {
    clock = hertz;
    return this;
  }

  AnOffer architecture(String name) {
    architecture = Optional.of(name);
    return this;
  }

  AnOffer executors(Set<ExecutorKind> kinds) {
    executors = kinds;
    return this;
  }

  AnOffer in(String continent, String country, String city) {
    location = Location.of(continent, country, city);
    return this;
  }

  AnOffer at(double latitude, double longitude) {
    coordinates = Optional.of(new Coordinates(latitude, longitude));
    return this;
  }

  AnOffer ports(int from, int to) {
    portsFrom = from;
    portsTo = to;
    return this;
  }

  AnOffer taken(Integer... ports) {
    taken = new HashSet<>(List.of(ports));
    return this;
  }

  AnOffer privileged() {
    privileged = true;
    return this;
  }

  AnOffer price(long microCredits) {
    price = Optional.of(new Price(microCredits));
    return this;
  }

  AnOffer roundTrip(long millis) {
    roundTrip = Optional.of(Duration.ofMillis(millis));
    return this;
  }

  Offer now() {
    return new Offer(
        new ProviderId(provider),
        new Resources(cpu, memory, disk, gpus),
        new Resources(freeCpu, freeMemory, freeDisk, freeGpus),
        clock,
        architecture,
        executors,
        location,
        coordinates,
        new FreePorts(portsFrom, portsTo, taken),
        privileged,
        price,
        roundTrip,
        List.of());
  }
}
