package atoll.node;

import atoll.cli.Durations;
import atoll.cli.Invocation;
import atoll.cli.deployment.EnsembleFile;
import atoll.cli.deployment.Follow;
import atoll.ensemble.Ensemble;
import atoll.kernel.Lifecycle;
import atoll.kernel.Location;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs an ensemble to its end on a private network of its own, or on a node that is named. */
@Command(
    name = "run",
    description =
        "Run an ensemble to its end, on a private network that opens no port; exits with the task's code. Without a file: the daemon, as node.")
public final class RunCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The ensemble; - is standard input.")
  @Nullable String file;

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "TIME",
      description = "How long it may wait for room (5m).")
  String timeout = "5m";

  @Option(
      names = {"-q", "--quiet"},
      description = "Show the workloads' output only.")
  boolean quiet;

  @Option(
      names = {"-c", "--context"},
      paramLabel = "NAME",
      description = "Without a file: whose key and context the node has (dms).")
  String context = "dms";

  public RunCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws Exception {
    if (file == null)
      return NodeCommand.run(
          invocation, new NodeCommand.Options(context, Optional.empty(), Optional.empty()));
    var options = new Follow.Options(Durations.parse("--timeout", timeout), quiet);
    var ensemble = EnsembleFile.open(invocation, file).ensemble();
    if (invocation.namesNode())
      try (var api = invocation.connect()) {
        return new Follow(api, invocation, options).run(ensemble);
      }
    return runPrivately(ensemble, options);
  }

  private int runPrivately(Ensemble ensemble, Follow.Options options) throws InterruptedException {
    var environment = invocation.environment();
    var me = Thread.currentThread();
    try (var _ = new Termination(me::interrupt);
        var parts = new Lifecycle()) {
      var folder = parts.add(WorkFolder.under(environment.atollHome()));
      var machine = parts.add(new ThisMachine(folder.path(), environment.variables()));
      var network =
          parts.add(
              new LocalNetwork(
                  machine.grounds(),
                  KeptState.forNow(machine.grounds().random()),
                  new FetchedModules(),
                  machine.providers(1, Location.of("EU", "", ""))));
      var api = parts.add(network.api());
      return new Follow(api, invocation, options).run(ensemble);
    }
  }
}
