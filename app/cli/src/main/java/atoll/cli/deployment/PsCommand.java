package atoll.cli.deployment;

import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.dms.api.ApiJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists deployments and their allocations. */
@Command(name = "ps", description = "List what is deployed, newest first.")
public final class PsCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Option(
      names = {"-a", "--all"},
      description = "Those that have ended, too.")
  boolean all;

  private boolean always;

  public PsCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /** The same, with what has ended unless told otherwise. */
  public static PsCommand ofEverything(Invocation invocation) {
    var ps = new PsCommand(invocation);
    ps.always = true;
    return ps;
  }

  @Override
  public Integer call() {
    try (var api = invocation.connect()) {
      var output = invocation.output();
      var deployments =
          api.deployments().stream().filter(d -> all || always || !d.status().ended()).toList();
      if (output.json()) output.raw(ApiJson.writeList(deployments));
      else if (deployments.isEmpty())
        output.next(
            (all || always
                    ? "Nothing was deployed."
                    : "Nothing is deployed; with --all also what has ended.")
                + " Deploy something: "
                + invocation.program()
                + " deploy FILE");
      else new DeploymentView(output, invocation.environment().clock().instant()).list(deployments);
      return ExitCode.DONE.number();
    }
  }
}
