package atoll.market;

import atoll.ensemble.EdgeConstraint;
import atoll.ensemble.LocationRule;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.ExecutorKind;
import atoll.kernel.GpuDemand;
import atoll.kernel.Location;
import atoll.kernel.Memory;
import atoll.kernel.NodeName;
import atoll.kernel.ResourceDemand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Builds demands: a node of 1 core, 1 GiB and 1 GiB that needs Docker. */
final class ADemand {
  private final String node;
  private Cpu cpu = Cpu.ofCores(1);
  private long clock;
  private Optional<String> architecture = Optional.empty();
  private Memory memory = Memory.ofGibibytes(1);
  private Disk disk = Disk.ofGibibytes(1);
  private final List<GpuDemand> gpus = new ArrayList<>();
  private Set<ExecutorKind> executors = Set.of(ExecutorKind.DOCKER);
  private final List<Location> accept = new ArrayList<>();
  private final List<Location> reject = new ArrayList<>();
  private List<Integer> staticPorts = List.of();
  private int dynamicPorts;
  private boolean privileged;
  private Optional<ProviderId> pinned = Optional.empty();
  private final Set<ProviderId> excluded = new HashSet<>();

  private ADemand(String node) {
    this.node = node;
  }

  static ADemand node(String name) {
    return new ADemand(name);
  }

  static EdgeConstraint edge(String source, String target, long rttMillis) {
    return new EdgeConstraint(
        new NodeName(source),
        new NodeName(target),
        OptionalLong.of(rttMillis),
        OptionalLong.empty());
  }

  static EdgeConstraint wide(String source, String target, long kbps) {
    return new EdgeConstraint(
        new NodeName(source), new NodeName(target), OptionalLong.empty(), OptionalLong.of(kbps));
  }

  ADemand cpu(long millicores) {
    cpu = new Cpu(millicores);
    return this;
  }

  ADemand memory(long mebibytes) {
    memory = Memory.ofMebibytes(mebibytes);
    return this;
  }

  ADemand disk(long mebibytes) {
    disk = Disk.ofMebibytes(mebibytes);
    return this;
  }

  ADemand clock(long hertz) {
    clock = hertz;
    return this;
  }

  ADemand architecture(String name) {
    architecture = Optional.of(name);
    return this;
  }

  ADemand gpu(GpuDemand gpu) {
    gpus.add(gpu);
    return this;
  }

  ADemand executors(Set<ExecutorKind> kinds) {
    executors = kinds;
    return this;
  }

  ADemand accept(String continent, String country, String city) {
    accept.add(Location.of(continent, country, city));
    return this;
  }

  ADemand reject(String continent, String country, String city) {
    reject.add(Location.of(continent, country, city));
    return this;
  }

  ADemand ports(Integer... ports) {
    staticPorts = List.of(ports);
    return this;
  }

  ADemand anyPorts(int count) {
    dynamicPorts = count;
    return this;
  }

  ADemand privileged() {
    privileged = true;
    return this;
  }

  ADemand pinned(String provider) {
    pinned = Optional.of(new ProviderId(provider));
    return this;
  }

  ADemand excluding(String provider) {
    excluded.add(new ProviderId(provider));
    return this;
  }

  Demand now() {
    return new Demand(
        new NodeName(node),
        new ResourceDemand(cpu, clock, architecture, memory, disk, gpus),
        executors,
        new LocationRule(accept, reject),
        staticPorts,
        dynamicPorts,
        privileged,
        pinned,
        excluded);
  }
}
