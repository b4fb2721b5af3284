package atoll.cli.deployment;

import atoll.cli.CommandRefused;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.dms.api.ActionAnswer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a deployment and everything it holds. */
@Command(name = "shutdown", description = "End a deployment and everything it holds.")
public final class ShutdownCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(paramLabel = "ID", description = "The deployment's id, or the beginning of it.")
  String id = "";

  @Option(
      names = {"-d", "--detach"},
      description = "Return as soon as it has begun to end.")
  boolean detach;

  public ShutdownCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (var api = invocation.connect()) {
      var deployment = Finding.deployment(api, id);
      Answers.require(api.shutdown(deployment.id()), deployment, "End");
      var output = invocation.output();
      if (!detach) {
        var progress = new Progress(output, invocation.environment(), output.json());
        var _ =
            api.events(
                deployment.id(),
                deployment.lastEvent(),
                true,
                event -> {
                  progress.tell(event);
                  return true;
                });
        progress.clear();
      }
      var now = api.deployment(deployment.id());
      if (output.json()) now.ifPresent(output::document);
      else
        output.line(
            "Deployment "
                + deployment.id()
                + " is "
                + now.map(d -> DeploymentView.status(d.status(), output.paint())).orElse("gone"));
      return ExitCode.DONE.number();
    }
  }

  /** Answers of a node to what a person wanted done. */
  static final class Answers {
    private Answers() {}

    /**
     * @throws CommandRefused with exit code 1 unless it has begun
     */
    static void require(
        ActionAnswer answer, atoll.dms.api.DeploymentDocument deployment, String doing) {
      switch (answer) {
        case ActionAnswer.Begun() -> {}
        case ActionAnswer.Unknown() ->
            throw new CommandRefused(
                ExitCode.WRONG_USE,
                "not_found",
                "Deployment " + deployment.id() + " is not known any more.",
                "");
        case ActionAnswer.WrongState(var status) ->
            throw new CommandRefused(
                ExitCode.WRONG_USE,
                "conflict",
                "Deployment "
                    + deployment.id()
                    + " is "
                    + status.wireName()
                    + "; only one that runs can be "
                    + (doing.equals("End") ? "ended" : "changed")
                    + ".",
                "");
        case ActionAnswer.Refused(var why) ->
            throw new CommandRefused(ExitCode.WRONG_USE, "refused", why, "");
      }
    }
  }
}
