package atoll.acceptance.network;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.LinkConditions;
import atoll.actor.SteppedDispatcher;
import atoll.ensemble.Ensemble;
import atoll.ensemble.EnsembleParser;
import atoll.ensemble.ParseResult;
import atoll.ensemble.SourceFiles;
import atoll.identity.PeerId;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.ExecutorKind;
import atoll.node.Grounds;
import atoll.node.KeptState;
import atoll.node.LocalNetwork;
import atoll.node.ProviderSpec;
import atoll.orchestrator.Deployments;
import atoll.orchestrator.RequestId;
import atoll.orchestrator.machine.AllocationState;
import atoll.orchestrator.machine.Deployment;
import atoll.orchestrator.machine.DeploymentEvent;
import atoll.provider.Machine;
import atoll.provider.PortLedger;
import atoll.provider.ProviderSettings;
import atoll.workload.ScriptedExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * A whole network on a clock that only the test moves: one orchestrator, and hosts as they join.
 */
final class Stage implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private final SteppedDispatcher time;
  private final LocalNetwork network;
  private final Path folder;
  private final List<Host> hosts = new ArrayList<>();
  private int requests;

  Stage(Path folder, long seed) {
    this.folder = folder;
    time = new SteppedDispatcher(Instant.parse("2030-01-01T00:00:00Z"), new Random(seed));
    network =
        new LocalNetwork(
            new Grounds(time, time, new Random(seed + 1), time),
            KeptState.forNow(new Random(seed + 2)),
            module -> {
              throw new IOException("no modules are fetched here: " + module);
            },
            List.of());
  }

  Host host(HostSpec spec) {
    var executor = new ScriptedExecutor(ExecutorKind.NULL);
    var settings =
        new ProviderSettings(
            folder.resolve("host-" + hosts.size()),
            spec.location(),
            Optional.empty(),
            false,
            Optional.empty(),
            spec.mountable(),
            "127.0.0.1");
    var machine =
        new Machine(
            "host-" + hosts.size(),
            new Machine.CpuInfo(
                "a model", "a vendor", spec.share().cpu(), 2, 2_000_000_000L, "amd64", 0),
            spec.share().memory(),
            spec.share().disk(),
            List.of(),
            List.of());
    var ports = new PortLedger(16384, 16484, _ -> true);
    var node =
        network.join(
            new ProviderSpec(
                settings, machine, spec.share(), _ -> Map.of(ExecutorKind.NULL, executor), ports));
    var host = new Host(node, executor);
    hosts.add(host);
    return host;
  }

  Host host() {
    return host(HostSpec.ORDINARY);
  }

  // --- deploying

  Deployments deployments() {
    return network.deployments();
  }

  LocalNetwork network() {
    return network;
  }

  static Ensemble ensemble(Asked asked) {
    return switch (EnsembleParser.parse(
        "test.yaml", asked.yaml().getBytes(StandardCharsets.UTF_8), SourceFiles.none())) {
      case ParseResult.Parsed(var ensemble) -> ensemble;
      case ParseResult.Invalid invalid -> throw new AssertionError(invalid.toString());
    };
  }

  /** Submits, and leaves it to the test to let it happen. */
  EnsembleId submit(Asked asked, Duration patience) {
    return deployments()
        .submit(
            network.userGrant(), new RequestId("request-" + requests++), ensemble(asked), patience);
  }

  EnsembleId submit(Asked asked) {
    return submit(asked, PATIENCE);
  }

  /** Submits, and lets happen what happens without time passing. */
  EnsembleId deploy(Asked asked) {
    var id = submit(asked);
    settle();
    return id;
  }

  Deployment view(EnsembleId id) {
    return deployments().find(network.userGrant(), id).orElseThrow();
  }

  DeploymentStatus status(EnsembleId id) {
    return view(id).status();
  }

  AllocationState allocation(EnsembleId id, String key) {
    return view(id).allocations().stream()
        .filter(a -> a.id().manifestKey().equals(key))
        .findFirst()
        .orElseThrow();
  }

  List<DeploymentEvent> events(EnsembleId id) {
    try {
      return deployments().events(network.userGrant(), id, 0, Duration.ZERO);
    } catch (InterruptedException e) {
      throw new AssertionError("nothing waits here", e);
    }
  }

  <E extends DeploymentEvent> List<E> events(EnsembleId id, Class<E> kind) {
    return events(id).stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  List<DeploymentStatus> statuses(EnsembleId id) {
    return events(id, DeploymentEvent.StatusChanged.class).stream()
        .map(DeploymentEvent.StatusChanged::status)
        .toList();
  }

  Deployments.ShutdownAnswer shutDown(EnsembleId id) {
    var answer = deployments().shutdown(network.userGrant(), id);
    settle();
    return answer;
  }

  // --- time and the ways between hosts

  void settle() {
    time.settle();
    checkCapacity();
  }

  void pass(Duration while_) {
    time.advance(while_);
    checkCapacity();
  }

  /** Lets one thing after another happen, without time passing, until {@code reached}. */
  void until(BooleanSupplier reached) {
    while (!reached.getAsBoolean())
      if (!time.step()) throw new AssertionError("nothing more happens, and it is not reached");
  }

  Instant now() {
    return time.instant();
  }

  LinkConditions links() {
    return network.network().conditions();
  }

  PeerId orchestrator() {
    return network.orchestratorActor().handle().id().peerId();
  }

  // --- what is always true

  List<Host> hosts() {
    return List.copyOf(hosts);
  }

  Host hostOf(EnsembleId id, String key) {
    var provider = allocation(id, key).provider().orElseThrow();
    return hosts.stream().filter(h -> h.id().equals(provider)).findFirst().orElseThrow();
  }

  /** Capacity is never sold twice (invariant 1). */
  void checkCapacity() {
    for (var host : hosts) {
      var now = host.resources();
      assertThat(now.free().plus(now.held()).plus(now.running()))
          .as("free + held + running of %s", host.id())
          .isEqualTo(now.onboarded());
    }
  }

  void assertAllIdle() {
    for (var host : hosts) {
      assertThat(host.resources().free())
          .as("free of %s", host.id())
          .isEqualTo(host.resources().onboarded());
      assertThat(host.executor().running()).as("runs of %s", host.id()).isZero();
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
