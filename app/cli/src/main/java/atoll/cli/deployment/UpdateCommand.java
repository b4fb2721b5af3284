package atoll.cli.deployment;

import atoll.cli.Durations;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.dms.api.EventDocument;
import atoll.kernel.DeploymentStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes a running deployment to another ensemble. */
@Command(
    name = "update",
    description =
        "Change a running deployment to another ensemble; what stays the same is left alone.")
public final class UpdateCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(
      index = "0",
      paramLabel = "ID",
      description = "The deployment's id, or the beginning of it.")
  String id = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "The ensemble that it should be.")
  String file = "";

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "TIME",
      description = "How long what is new may wait for room (5m).")
  String timeout = "5m";

  @Option(
      names = {"-d", "--detach"},
      description = "Return as soon as the change has begun.")
  boolean detach;

  public UpdateCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    var patience = Durations.parse("--timeout", timeout);
    var ensemble = EnsembleFile.open(invocation, file).ensemble();
    try (var api = invocation.connect()) {
      var before = Finding.deployment(api, id);
      ShutdownCommand.Answers.require(
          api.update(before.id(), ensemble, patience), before, "Change");
      var output = invocation.output();
      if (!detach) {
        var progress = new Progress(output, invocation.environment(), output.json());
        var _ =
            api.events(
                before.id(),
                before.lastEvent(),
                true,
                event -> {
                  progress.tell(event);
                  return !(event instanceof EventDocument.StatusChanged e
                      && (e.status() == DeploymentStatus.RUNNING || e.status().ended()));
                });
        progress.clear();
      }
      var now = api.deployment(before.id()).orElse(before);
      if (output.json()) output.document(now);
      else new DeploymentView(output, invocation.environment().clock().instant()).whole(now);
      return detach ? ExitCode.DONE.number() : Outcome.planned(now).number();
    }
  }
}
