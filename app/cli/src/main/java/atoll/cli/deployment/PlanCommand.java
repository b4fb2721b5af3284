package atoll.cli.deployment;

import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.cli.ShellWord;
import atoll.dms.api.PlanDocument;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Where an ensemble would go, what it would hold, and why each other provider was not chosen. */
@Command(
    name = "plan",
    description = "Show where an ensemble would go, and why not elsewhere. Holds nothing.")
public final class PlanCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(paramLabel = "FILE", description = "The ensemble; - is standard input.")
  String file = "";

  public PlanCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    var ensemble = EnsembleFile.open(invocation, file).ensemble();
    try (var api = invocation.connect()) {
      var plan = api.plan(ensemble);
      var output = invocation.output();
      if (output.json()) output.document(plan);
      else {
        new DeploymentView(output, invocation.environment().clock().instant()).plan(plan);
        if (plan.fits())
          output.next("Deploy it: " + invocation.program() + " deploy " + ShellWord.of(file));
      }
      return exit(plan).number();
    }
  }

  static ExitCode exit(PlanDocument plan) {
    return plan.fits() ? ExitCode.DONE : ExitCode.NOT_PLACED;
  }
}
