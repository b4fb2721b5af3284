package atoll.provider;

import atoll.actor.Dispatcher;
import atoll.actor.Links;
import atoll.identity.Sealer;
import atoll.journal.Journal;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.ExecutorKind;
import atoll.kernel.Location;
import atoll.kernel.Memory;
import atoll.workload.WorkloadExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A machine of four cores in Berlin that lends, with one executor and no modules. */
record SmallMachine(Path folder, WorkloadExecutor executor, PortLedger ports, Links links) {
  private static final Machine MACHINE =
      new Machine(
          "here",
          new Machine.CpuInfo("model", "vendor", Cpu.ofCores(4), 4, 0, "amd64", 0),
          Memory.ofGibibytes(8),
          Disk.ofGibibytes(100),
          List.of(),
          List.of());

  SmallMachine(Path folder, WorkloadExecutor executor, PortLedger ports) {
    this(folder, executor, ports, new NoLinks());
  }

  ProviderNode.Parts parts(
      Journal journal,
      Sealer sealer,
      RandomGenerator random,
      InstantSource clock,
      Dispatcher dispatcher) {
    var settings =
        new ProviderSettings(
            folder,
            Location.of("EU", "DE", "Berlin"),
            Optional.empty(),
            false,
            Optional.empty(),
            List.of(),
            "127.0.0.1");
    return new ProviderNode.Parts(
        settings,
        MACHINE,
        Map.of(ExecutorKind.NULL, executor),
        ports,
        _ -> {
          throw new IOException("no modules here");
        },
        links,
        journal,
        sealer,
        random,
        clock,
        dispatcher);
  }
}
