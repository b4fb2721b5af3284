package atoll.cli.deployment;

import atoll.cli.Durations;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.cli.ShellWord;
import atoll.cli.Table;
import atoll.dms.api.AtollApi;
import atoll.dms.api.DeploymentDocument;
import atoll.dms.api.EventDocument;
import atoll.ensemble.Ensemble;
import atoll.kernel.DeploymentStatus;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = {"-p", "--dry-run"},
      description = "Show what would be kept, replaced, added and ended, and do nothing.")
  boolean dryRun;

  @Option(
      names = {"-e", "--planned-for"},
      paramLabel = "EPOCH",
      description = "Refuse if anything was placed since the dry run that showed this epoch.")
  @Nullable Long plannedFor;

  public UpdateCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    var patience = Durations.parse("--timeout", timeout);
    var ensemble = EnsembleFile.open(invocation, file).ensemble();
    try (var api = invocation.connect()) {
      var before = Finding.deployment(api, id);
      if (dryRun) return plan(api, before, ensemble);
      ShutdownCommand.Answers.require(
          api.update(before.id(), ensemble, patience, planned()), before, "Change");
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

  private OptionalLong planned() {
    return plannedFor == null ? OptionalLong.empty() : OptionalLong.of(plannedFor);
  }

  private int plan(AtollApi api, DeploymentDocument deployment, Ensemble ensemble)
      throws InterruptedException {
    var plan = api.planUpdate(deployment.id(), ensemble).orElseThrow(() -> Finding.gone(id));
    var output = invocation.output();
    if (output.json()) output.document(plan);
    else {
      var table = new Table("ALLOCATION", "WOULD BE");
      plan.kept().forEach(name -> table.row(name, "left alone"));
      plan.replaced().forEach(name -> table.row(name, "replaced, once its successor is well"));
      plan.added().forEach(name -> table.row(name, "added"));
      plan.ended().forEach(name -> table.row(name, "ended"));
      output.table(table);
      plan.placement()
          .ifPresent(placement -> {
            output.line("");
            new DeploymentView(output, invocation.environment().clock().instant()).plan(placement);
          });
      if (plan.fits())
        output.next(
            "Do it: %s update %s %s --planned-for %d"
                .formatted(invocation.program(), id, ShellWord.of(file), plan.epoch()));
    }
    return (plan.fits() ? ExitCode.DONE : ExitCode.NOT_PLACED).number();
  }
}
