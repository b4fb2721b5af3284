package atoll.cli.deployment;

import atoll.cli.CommandRefused;
import atoll.cli.ExitCode;
import atoll.dms.api.AllocationDocument;
import atoll.dms.api.AtollApi;
import atoll.dms.api.DeploymentDocument;
import atoll.kernel.AllocationStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Which deployment or allocation a person means. */
final class Finding {
  private Finding() {}

  /** An allocation of one deployment, by its name {@code <node>.<allocation>}. */
  record Allocation(DeploymentDocument deployment, String name) {}

  /**
   * By its id or the beginning of it.
   *
   * @throws CommandRefused with exit code 1 if none or several fit
   */
  static DeploymentDocument deployment(AtollApi api, String typed) {
    return deployment(api.deployments(), typed);
  }

  private static DeploymentDocument deployment(List<DeploymentDocument> all, String typed) {
    var fitting = all.stream().filter(d -> d.id().value().startsWith(typed)).toList();
    for (var one : fitting) if (one.id().value().equals(typed)) return one;
    if (typed.isEmpty() || fitting.isEmpty()) throw gone(typed);
    if (fitting.size() > 1)
      throw new CommandRefused(
          ExitCode.WRONG_USE,
          "ambiguous",
          "Several deployments begin with " + typed + ":\n" + listed(fitting),
          "Type more of the id.");
    return fitting.getFirst();
  }

  /** There is no such deployment, or no more. */
  static CommandRefused gone(String typed) {
    return new CommandRefused(
        ExitCode.WRONG_USE,
        "not_found",
        "There is no deployment " + typed + ".",
        "List them with: atoll ps --all");
  }

  /**
   * {@code <node>.<allocation>}, or just {@code <allocation>}, of the deployment that runs it, else
   * of the newest that ran it; {@code <id>:…} names the deployment.
   *
   * @throws CommandRefused with exit code 1 if none or several fit
   */
  static Allocation allocation(AtollApi api, String typed) {
    var all = api.deployments();
    int colon = typed.indexOf(':');
    if (colon >= 0) {
      var deployment = deployment(all, typed.substring(0, colon));
      return one(List.of(deployment), typed.substring(colon + 1));
    }
    var having =
        all.stream()
            .filter(d -> d.allocations().stream().anyMatch(a -> answersTo(a, typed)))
            .toList();
    if (having.isEmpty()) throw noSuch(typed, all);
    var running =
        having.stream()
            .filter(d ->
                d.allocations().stream()
                    .anyMatch(a -> answersTo(a, typed) && a.status() == AllocationStatus.RUNNING))
            .toList();
    if (running.size() > 1)
      throw new CommandRefused(
          ExitCode.WRONG_USE,
          "ambiguous",
          typed + " runs in several deployments:\n" + listed(running),
          "Say which: " + Names.of(running.getFirst()) + ":" + typed);
    return one(running.isEmpty() ? having.subList(0, 1) : running, typed);
  }

  private static Allocation one(List<DeploymentDocument> in, String name) {
    var deployment = in.getFirst();
    var fitting =
        deployment.allocations().stream()
            .filter(a -> answersTo(a, name))
            .map(AllocationDocument::name)
            .toList();
    if (fitting.isEmpty()) throw noSuch(name, in);
    if (fitting.size() > 1)
      throw new CommandRefused(
          ExitCode.WRONG_USE,
          "ambiguous",
          name
              + " is on several nodes of "
              + Names.of(deployment)
              + ":\n  "
              + String.join("\n  ", fitting),
          "Say which: " + fitting.getFirst());
    return new Allocation(deployment, fitting.getFirst());
  }

  private static CommandRefused noSuch(String name, List<DeploymentDocument> in) {
    var known = new ArrayList<String>();
    for (var deployment : in)
      for (var allocation : deployment.allocations())
        if (!known.contains(allocation.name())) known.add(allocation.name());
    var question = atoll.cli.DidYouMean.question(name, known);
    return new CommandRefused(
        ExitCode.WRONG_USE,
        "not_found",
        "No deployment has an allocation " + name + ".",
        question.isEmpty() ? "List them with: atoll ps --all" : question);
  }

  private static boolean answersTo(AllocationDocument allocation, String typed) {
    return allocation.name().equals(typed)
        || typed.indexOf('.') < 0 && allocation.name().endsWith("." + typed);
  }

  private static String listed(List<DeploymentDocument> deployments) {
    return deployments.stream()
        .map(d -> "  " + d.id().value() + "  " + d.status().wireName())
        .collect(Collectors.joining("\n"));
  }
}
