package atoll.cli.deployment;

import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.cli.Output;
import atoll.dms.api.AtollApi;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Why a deployment is where it is, or is nowhere. */
@Command(
    name = "explain",
    description = "Tell why a deployment is where it is, or why an ensemble would go nowhere else.")
public final class ExplainCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(
      paramLabel = "ID|FILE",
      description = "A deployment's id or the beginning of it, or an ensemble file.")
  String subject = "";

  public ExplainCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    boolean file = looksLikeFile();
    var ensemble = file ? EnsembleFile.open(invocation, subject).ensemble() : null;
    try (var api = invocation.connect()) {
      var output = invocation.output();
      if (ensemble == null) return deployment(api, output);
      var plan = api.plan(ensemble);
      if (output.json()) output.document(plan);
      else view(output).plan(plan);
      return PlanCommand.exit(plan).number();
    }
  }

  private int deployment(AtollApi api, Output output) {
    var deployment = Finding.deployment(api, subject);
    var why =
        api.explain(deployment.id())
            .orElseThrow(() -> new IllegalStateException("deployment " + subject + " went away"));
    if (output.json()) {
      output.document(why);
      return ExitCode.DONE.number();
    }
    output.line(
        "Deployment " + why.id() + " is " + DeploymentView.status(why.status(), output.paint()));
    DeploymentView.why(why.failure(), why.refusal(), output.paint()).forEach(output::line);
    if (deployment.allocations().stream().anyMatch(a -> a.provider().isPresent())) {
      output.line("");
      view(output).allocations(deployment);
    }
    output.line("");
    if (why.explanations().isEmpty()) output.line("No other provider was known.");
    else view(output).explanations(why.explanations());
    return ExitCode.DONE.number();
  }

  private DeploymentView view(Output output) {
    return new DeploymentView(output, invocation.environment().clock().instant());
  }

  private boolean looksLikeFile() {
    return subject.equals("-")
        || subject.matches(".*\\.(ya?ml|json)")
        || subject.indexOf('/') >= 0
        || Files.isRegularFile(invocation.environment().resolve(subject));
  }
}
