package atoll.simulation.world;

import atoll.identity.Sealer;
import atoll.identity.Signer;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.ExecutorKind;
import atoll.kernel.Location;
import atoll.kernel.Memory;
import atoll.kernel.Resources;
import atoll.provider.Machine;
import atoll.provider.PortLedger;
import atoll.provider.Provider;
import atoll.provider.ProviderNode;
import atoll.provider.ProviderSettings;
import atoll.workload.WorkloadExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A machine that lends itself, and what really runs on it. */
final class ProviderHost extends Host {
  private static final int PORTS = 64;

  private final Resources share;
  private final Ground ground;
  private final Path folder;
  private final Sealer sealer;
  private Optional<ProviderNode> node = Optional.empty();

  ProviderHost(String name, World world, int cores, Path folder) {
    super(name, world);
    this.share =
        new Resources(
            Cpu.ofCores(cores), Memory.ofMebibytes(1024L * cores), Disk.ofMebibytes(10240));
    this.folder = folder;
    this.sealer = Sealer.random(world.chance(name + " sealer").random());
    this.ground =
        new Ground(
            name,
            world.turns(),
            world.trace(),
            world.chance(name + " ground"),
            world.tally(),
            world.laws().observerOf(this));
  }

  Resources share() {
    return share;
  }

  Ground ground() {
    return ground;
  }

  /** The production provider; empty while its process is down. */
  Optional<Provider> provider() {
    return node.map(ProviderNode::provider);
  }

  @Override
  void open(Grounds grounds) {
    var machine =
        new Machine(
            name,
            new Machine.CpuInfo("a model", "a vendor", share.cpu(), 2, 2_000_000_000L, "amd64", 0),
            share.memory(),
            share.disk(),
            List.of(),
            List.of());
    var settings =
        new ProviderSettings(
            folder,
            Location.of("EU", "DE", "Berlin"),
            Optional.empty(),
            false,
            Optional.empty(),
            List.of(),
            "127.0.0.1");
    var opened =
        new ProviderNode(
            grounds.actor(),
            Signer.of(key),
            new ProviderNode.Parts(
                settings,
                machine,
                executors(grounds.life()),
                new PortLedger(16384, 16384 + PORTS, _ -> true),
                module -> {
                  throw new IOException("no modules are fetched here: " + module);
                },
                grounds.transport(),
                grounds.journal(),
                sealer,
                grounds.random(),
                grounds.clock(),
                grounds.dispatcher()));
    node = Optional.of(opened);
    if (!opened.provider().isOnboarded() && !opened.provider().lend(share))
      throw new Violation("a machine without work can be lent", name);
    world.laws().providerBooted(this);
  }

  private Map<ExecutorKind, WorkloadExecutor> executors(Life life) {
    var executors = new EnumMap<ExecutorKind, WorkloadExecutor>(ExecutorKind.class);
    for (var kind : List.of(ExecutorKind.DOCKER, ExecutorKind.WASM))
      executors.put(
          kind, world.adapters().executor().apply(new SimulatedExecutor(kind, ground, life)));
    return executors;
  }

  @Override
  void closed(Life ended) {
    node = Optional.empty();
    ground.processEnded(ended);
  }

  @Override
  void powerLost() {
    super.powerLost();
    ground.powerLost();
  }
}
