package atoll.bench.parts;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.actor.VirtualThreadDispatcher;
import atoll.capability.Grant;
import atoll.ensemble.Ensemble;
import atoll.ensemble.EnsembleParser;
import atoll.ensemble.ParseResult;
import atoll.ensemble.SourceFiles;
import atoll.hardware.MachineHardware;
import atoll.kernel.EnsembleId;
import atoll.kernel.ExecutorKind;
import atoll.kernel.Lifecycle;
import atoll.kernel.Location;
import atoll.node.Grounds;
import atoll.node.KeptState;
import atoll.node.LocalNetwork;
import atoll.node.ProviderSpec;
import atoll.orchestrator.RequestId;
import atoll.orchestrator.machine.DeploymentEvent;
import atoll.orchestrator.machine.DeploymentEvent.AllocationChanged;
import atoll.orchestrator.machine.DeploymentEvent.StatusChanged;
import atoll.provider.PortLedger;
import atoll.provider.ProviderSettings;
import atoll.workload.Alarm;
import atoll.workload.NullExecutor;
import atoll.workload.WorkloadExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** A network in this process with one provider, which lends the machine. */
final class OneProvider implements AutoCloseable {
  private static final String NOTHING =
      """
      version: "V1"
      allocations:
        nothing:
          executor: "null"
          type: task
          resources: {cpu: {cores: 0.1}, ram: {size: 32 MiB}, disk: {size: 8 MiB}}
          execution: {type: "null"}
      nodes:
        n1: {allocations: [nothing]}
      """;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Lifecycle parts = new Lifecycle();
  private final LocalNetwork network;
  private final Grant grant;
  private long requests;

  /** Makes what the provider runs workloads with, besides the executor that runs nothing. */
  @FunctionalInterface
  interface ExecutorMaker {
    WorkloadExecutor make(String provider, Alarm alarm, InstantSource clock);
  }

  OneProvider(Path folder, ExecutorKind kind, ExecutorMaker executor) {
    var clock = InstantSource.system();
    var dispatcher = parts.add(new VirtualThreadDispatcher("bench"));
    var alarm = Alarm.on(parts.add(Executors.newSingleThreadScheduledExecutor()));
    var machine = new MachineHardware(folder).inspect();
    var settings =
        new ProviderSettings(
            folder,
            Location.UNKNOWN,
            Optional.empty(),
            false,
            Optional.empty(),
            List.of(),
            "127.0.0.1");
    var ports = new PortLedger(PortLedger.FIRST_DYNAMIC, PortLedger.AFTER_LAST_DYNAMIC, _ -> true);
    var provider =
        new ProviderSpec(
            settings,
            machine,
            machine.resources(),
            id ->
                Map.of(
                    kind,
                    executor.make(id, alarm, clock),
                    ExecutorKind.NULL,
                    new NullExecutor(alarm)),
            ports);
    network =
        parts.add(
            new LocalNetwork(
                new Grounds(clock, System::nanoTime, new SecureRandom(), dispatcher),
                KeptState.forNow(new SecureRandom()),
                module -> {
                  throw new IOException("nothing is fetched here, " + module.url() + " neither");
                },
                List.of(provider)));
    grant = network.userGrant();
  }

  /**
   * @throws IllegalArgumentException if it breaks a rule
   */
  static Ensemble ensemble(String yaml, SourceFiles files) {
    return switch (EnsembleParser.parse("bench.yaml", yaml.getBytes(UTF_8), files)) {
      case ParseResult.Parsed(var ensemble) -> ensemble;
      case ParseResult.Invalid invalid -> throw new IllegalArgumentException(invalid.toString());
    };
  }

  /** Runs so many deployments of nothing, after which this process knows the road well. */
  void warmUp(int times) throws InterruptedException {
    var nothing = ensemble(NOTHING, SourceFiles.none());
    for (int i = 0; i < times; i++) {
      var id = submit(nothing);
      awaitExit(id);
      awaitEnd(id);
    }
  }

  EnsembleId submit(Ensemble ensemble) {
    var request = new RequestId("bench-" + requests++);
    return network.deployments().submit(grant, request, ensemble, PATIENCE);
  }

  /** Waits until the only allocation has ended, with code 0. */
  void awaitExit(EnsembleId id) throws InterruptedException {
    var exit =
        (AllocationChanged)
            await(id, e -> e instanceof AllocationChanged changed && changed.status().ended());
    if (exit.exitCode().orElse(-1) != 0) throw new IllegalStateException("ended badly: " + exit);
  }

  /** Waits until all is cleared away, and forgets it. */
  void awaitEnd(EnsembleId id) throws InterruptedException {
    await(id, e -> e instanceof StatusChanged changed && changed.status().ended());
    network.deployments().forget(grant, id);
  }

  private DeploymentEvent await(EnsembleId id, Predicate<DeploymentEvent> wanted)
      throws InterruptedException {
    for (long seen = 0; ; ) {
      var events = network.deployments().events(grant, id, seen, PATIENCE);
      if (events.isEmpty())
        throw new IllegalStateException("nothing happens to " + id + " any more");
      for (var event : events) {
        if (wanted.test(event)) return event;
        if (event instanceof StatusChanged(_, _, var status, var why) && status.ended())
          throw new IllegalStateException(id + " ended: " + status + " " + why);
      }
      seen = events.getLast().number();
    }
  }

  @Override
  public void close() {
    parts.close();
  }
}
