package atoll.cli.deployment;

import atoll.cli.Durations;
import atoll.cli.Output;
import atoll.cli.Paint;
import atoll.cli.Table;
import atoll.dms.api.AllocationDocument;
import atoll.dms.api.DeploymentDocument;
import atoll.dms.api.ExplanationDocument;
import atoll.dms.api.FailureDocument;
import atoll.dms.api.PlanDocument;
import atoll.dms.api.PortDocument;
import atoll.dms.api.RefusalDocument;
import atoll.kernel.AllocationStatus;
import atoll.kernel.DeploymentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How deployments, plans, refusals and explanations look to a person. */
final class DeploymentView {
  private final Output output;
  private final Instant now;

  DeploymentView(Output output, Instant now) {
    this.output = output;
    this.now = now;
  }

  /** Everything about one deployment. */
  void whole(DeploymentDocument deployment) {
    output.line(
        "Deployment " + deployment.id() + " is " + status(deployment.status(), output.paint()));
    var times = "created " + deployment.createdAt() + " (" + age(deployment.createdAt()) + " ago)";
    output.line(deployment.completedAt().map(end -> times + ", ended " + end).orElse(times));
    if (!deployment.metadata().isEmpty())
      output.line(
          "labels "
              + deployment.metadata().entrySet().stream()
                  .map(e -> e.getKey() + "=" + e.getValue())
                  .sorted()
                  .collect(Collectors.joining(" ")));
    why(deployment.failure(), deployment.refusal(), output.paint()).forEach(output::line);
    if (!deployment.allocations().isEmpty()) {
      output.line("");
      allocations(deployment);
    }
  }

  /** Its allocations, in the order they start. */
  void allocations(DeploymentDocument deployment) {
    var table = new Table("ALLOCATION", "TYPE", "STATUS", "PROVIDER", "PORTS", "NOTE");
    for (var a : deployment.allocations())
      table.row(
          a.name(),
          word(a.type()),
          allocationStatus(a),
          a.provider().map(Names::peer).orElse("-"),
          ports(a.ports()),
          note(a));
    output.table(table);
  }

  /** One row for each allocation of each deployment. */
  void list(List<DeploymentDocument> deployments) {
    var table =
        new Table("DEPLOYMENT", "STATUS", "AGE", "ALLOCATION", "STATUS", "PROVIDER", "PORTS");
    for (var d : deployments) {
      var id = Names.of(d);
      var status = d.status().wireName();
      var age = age(d.createdAt());
      if (d.allocations().isEmpty()) table.row(id, status, age, "-", "-", "-", "-");
      for (var a : d.allocations()) {
        table.row(
            id,
            status,
            age,
            a.name(),
            allocationStatus(a),
            a.provider().map(Names::peer).orElse("-"),
            ports(a.ports()));
        id = "";
        status = "";
        age = "";
      }
    }
    output.table(table);
  }

  void plan(PlanDocument plan) {
    var asked =
        plan.asked()
            + (plan.asked() == 1 ? " provider" : " providers")
            + " asked, "
            + plan.answered()
            + " answered";
    if (plan.fits()) {
      output.line(output.paint().good("It fits") + " (" + asked + ").");
      output.line("");
      var table = new Table("NODE", "PROVIDER", "LOCATION", "HOLDS", "COST", "ALLOCATIONS");
      for (var p : plan.placements())
        table.row(
            p.node(),
            Names.peer(p.provider()),
            p.location(),
            Amounts.text(p.holds()),
            p.microCreditsPerHour().isPresent()
                ? Amounts.price(p.microCreditsPerHour().getAsLong())
                : "free",
            String.join(", ", p.allocations()));
      output.table(table);
    } else {
      output.line(output.paint().bad("It does not fit") + " (" + asked + ").");
      plan.refusal().ifPresent(r -> refusal(r, output.paint()).forEach(output::line));
    }
    if (!plan.unenforced().isEmpty()) {
      output.line("");
      output.line(output.paint().strong("Not enforced:"));
      plan.unenforced().forEach(u -> output.line("  " + u));
    }
    if (!plan.explanations().isEmpty()) {
      output.line("");
      explanations(plan.explanations());
    }
  }

  /** Why each provider that was not chosen was not. */
  void explanations(List<ExplanationDocument> explanations) {
    var table = new Table("NOT CHOSEN", "NODE", "REASON", "WHY");
    for (var e : explanations) {
      var provider = Names.peer(e.provider());
      var node = e.node().isEmpty() ? "all" : e.node();
      for (var reason : e.reasons()) {
        table.row(provider, node, reason.code(), reason.message());
        provider = "";
        node = "";
      }
    }
    if (!table.isEmpty()) output.table(table);
  }

  /** The cause, the nearest miss, and the one change that would place it. */
  static List<String> refusal(RefusalDocument refusal, Paint paint) {
    var lines = new ArrayList<String>();
    lines.add(
        paint.strong(refusal.forever() ? "Cannot be placed: " : "Waits for room: ")
            + refusal.cause());
    refusal.nearestMiss().ifPresent(miss -> lines.add(paint.strong("Nearest miss: ") + miss));
    refusal.change().ifPresent(change -> lines.add(paint.strong("What would place it: ") + change));
    return lines;
  }

  /** Why it is not well, each thing said once. */
  static List<String> why(
      Optional<FailureDocument> failure, Optional<RefusalDocument> refusal, Paint paint) {
    var lines = new ArrayList<String>();
    failure
        .filter(f -> refusal.isEmpty() || !f.message().equals(refusal.get().cause()))
        .ifPresent(
            f -> lines.add(paint.bad("Failed: ") + f.message() + " (" + f.code().wireName() + ")"));
    refusal.ifPresent(r -> lines.addAll(refusal(r, paint)));
    return lines;
  }

  static String status(DeploymentStatus status, Paint paint) {
    return switch (status) {
      case RUNNING, COMPLETED -> paint.good(status.wireName());
      case FAILED -> paint.bad(status.wireName());
      case PREPARING, GENERATING, COMMITTING, PROVISIONING, SHUTTING_DOWN, UPDATING ->
          paint.warning(status.wireName());
    };
  }

  static String ports(List<PortDocument> ports) {
    return ports.isEmpty()
        ? "-"
        : ports.stream()
            .map(p -> p.publicPort() + "->" + p.privatePort())
            .collect(Collectors.joining(", "));
  }

  private static String allocationStatus(AllocationDocument a) {
    var status = a.status().wireName();
    if (a.exitCode().isPresent() && a.exitCode().getAsInt() != 0)
      return status + " (exit " + a.exitCode().getAsInt() + ")";
    if (a.status() == AllocationStatus.RUNNING && a.healthy().isPresent())
      return status + (a.healthy().get() ? ", healthy" : ", unhealthy");
    return status;
  }

  private static String note(AllocationDocument a) {
    return a.reason().orElse("");
  }

  private String age(Instant since) {
    return Durations.text(Duration.between(since, now));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT);
  }
}
