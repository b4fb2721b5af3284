package atoll.cli.deployment;

import atoll.cli.CommandRefused;
import atoll.cli.Durations;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.dms.api.ApiJson;
import atoll.dms.api.AtollApi;
import atoll.dms.api.DeploymentDocument;
import atoll.dms.api.EventDocument;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deploys an ensemble and returns once everything runs, or once it is known that it will not. */
@Command(
    name = "deploy",
    description = "Deploy an ensemble; returns once everything runs. ^C detaches.")
public final class DeployCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The ensemble; - is standard input.")
  @Nullable String file;

  @Option(
      names = {"-f", "--spec-file"},
      paramLabel = "FILE",
      description = "The same, as the original takes it.")
  @Nullable String specFile;

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "TIME",
      description = "How long it may wait for room (5m).")
  String timeout = "5m";

  @Option(
      names = {"-d", "--detach"},
      description = "Return at once with the deployment's id.")
  boolean detach;

  @Option(
      names = {"-q", "--quiet"},
      description = "Say nothing while it starts; print the id alone.")
  boolean quiet;

  public DeployCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    if ((file == null) == (specFile == null))
      throw CommandRefused.wrongUse(
          "Name one ensemble file.",
          "For example: " + invocation.program() + " deploy examples/web.yaml");
    var patience = Durations.parse("--timeout", timeout);
    var ensemble = EnsembleFile.open(invocation, file == null ? specFile : file).ensemble();
    try (var api = invocation.connect()) {
      var id = api.submit(Follow.requestKey(invocation.environment()), ensemble, patience);
      return detach ? detached(id) : follow(api, id);
    }
  }

  private int detached(EnsembleId id) {
    var output = invocation.output();
    if (output.json())
      output.document(json -> json.beginObject().name("id").value(id.value()).endObject());
    else output.line(id.value());
    if (!quiet) output.next("Follow it: " + invocation.program() + " status " + Names.of(id));
    return ExitCode.DONE.number();
  }

  private int follow(AtollApi api, EnsembleId id) throws InterruptedException {
    var output = invocation.output();
    var progress = new Progress(output, invocation.environment(), quiet || output.json());
    var interrupted = new AtomicBoolean();
    var me = Thread.currentThread();
    try (var _ =
        invocation
            .environment()
            .interrupts()
            .onInterrupt(() -> {
              interrupted.set(true);
              me.interrupt();
            })) {
      var _ =
          Interruptible.call(() ->
              api.events(
                  id,
                  0,
                  true,
                  event -> {
                    if (output.json()) progress.raw(ApiJson.write((Record) event));
                    else progress.tell(event);
                    return !settles(event);
                  }));
    } catch (InterruptedException e) {
      if (!interrupted.get()) throw e;
      progress.clear();
      output.say("Detached; deployment " + Names.of(id) + " goes on.");
      return detached(id);
    } finally {
      progress.clear();
    }
    return tell(
        api.deployment(id)
            .orElseThrow(
                () -> CommandRefused.wrongUse("Deployment " + id + " is not known any more.", "")));
  }

  private static boolean settles(EventDocument event) {
    return event instanceof EventDocument.StatusChanged changed
        && (changed.status() == DeploymentStatus.RUNNING || changed.status().ended());
  }

  private int tell(DeploymentDocument deployment) {
    var output = invocation.output();
    var exit = Outcome.planned(deployment);
    if (output.json()) output.document(deployment);
    else if (quiet) output.line(deployment.id().value());
    else new DeploymentView(output, invocation.environment().clock().instant()).whole(deployment);
    if (exit == ExitCode.DONE) advise(deployment);
    else
      output.next(
          "Why not elsewhere: " + invocation.program() + " explain " + Names.of(deployment));
    return exit.number();
  }

  private void advise(DeploymentDocument deployment) {
    if (quiet) return;
    var output = invocation.output();
    for (var allocation : deployment.allocations()) {
      for (var port : allocation.ports())
        output.next("Try it: curl http://127.0.0.1:" + port.publicPort() + "/");
    }
    for (var first : deployment.allocations().stream().limit(1).toList()) {
      var logs =
          invocation.program()
              + " logs "
              + (deployment.status().ended() ? "" : "-f ")
              + first.name();
      var end =
          deployment.status().ended()
              ? ""
              : "   End it: " + invocation.program() + " shutdown " + Names.of(deployment);
      output.next("Its output: " + logs + end);
    }
  }
}
