package atoll.cli.deployment;

import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.cli.NodeFile;
import atoll.cli.infernet.InfernetApi;
import atoll.cli.infernet.JobsView;
import atoll.dms.api.ApiJson;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists deployments and their allocations, and the jobs of an Infernet node. */
@Command(
    name = "ps",
    description =
        "List what is deployed, newest first, and the jobs of an Infernet node that runs here.")
public final class PsCommand implements Callable<Integer> {
  private static final int MOST_JOBS = 100;

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
    var infernet = invocation.namesNode() ? Optional.<NodeFile>empty() : invocation.infernet();
    if (infernet.isEmpty() || invocation.findsNode()) deployments();
    if (infernet.isPresent()) jobs(InfernetApi.of(infernet.get()));
    return ExitCode.DONE.number();
  }

  private void deployments() {
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
      else new DeploymentView(output, now()).list(deployments);
    }
  }

  /** Of the Infernet node that runs here. */
  private void jobs(InfernetApi api) {
    var output = invocation.output();
    if (output.json()) {
      if (!invocation.findsNode()) output.raw(api.text("/v1/jobs?limit=" + MOST_JOBS).strip());
      return;
    }
    var jobs =
        api.jobs(MOST_JOBS).stream().filter(job -> all || always || job.ended().isEmpty()).toList();
    if (jobs.isEmpty())
      output.next(
          all || always
              ? "The Infernet node has had no job."
              : "The Infernet node has no job under way; with --all also those that ended last.");
    else new JobsView(output, now()).list(jobs);
  }

  private Instant now() {
    return invocation.environment().clock().instant();
  }
}
