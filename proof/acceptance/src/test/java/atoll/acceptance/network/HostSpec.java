package atoll.acceptance.network;

import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Location;
import atoll.kernel.Memory;
import atoll.kernel.Resources;
import java.nio.file.Path;
import java.util.List;

/** What a provider under test is like; ordinary unless said otherwise. */
record HostSpec(Resources share, Location location, List<Path> mountable) {
  static final HostSpec ORDINARY =
      new HostSpec(share(2), Location.of("EU", "DE", "Berlin"), List.of());

  static Resources share(int cores) {
    return new Resources(
        Cpu.ofCores(cores), Memory.ofMebibytes(1024L * cores), Disk.ofMebibytes(10240));
  }

  HostSpec cores(int cores) {
    return new HostSpec(share(cores), location, mountable);
  }

  HostSpec at(String continent, String country, String city) {
    return new HostSpec(share, Location.of(continent, country, city), mountable);
  }

  HostSpec lending(String folder) {
    return new HostSpec(share, location, List.of(Path.of(folder)));
  }
}
