package atoll.cli.deployment;

import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Everything about one deployment. */
@Command(name = "status", description = "Show everything about one deployment.")
public final class StatusCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(paramLabel = "ID", description = "The deployment's id, or the beginning of it.")
  String id = "";

  public StatusCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    try (var api = invocation.connect()) {
      var deployment = Finding.deployment(api, id);
      var output = invocation.output();
      if (output.json()) output.document(deployment);
      else new DeploymentView(output, invocation.environment().clock().instant()).whole(deployment);
      return ExitCode.DONE.number();
    }
  }
}
