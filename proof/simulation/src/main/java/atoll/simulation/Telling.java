package atoll.simulation;

import atoll.simulation.world.Violation;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What a person reads of seeds that were lived. */
final class Telling {
  private Telling() {}

  /** One seed; if a law did not hold, which, after what, and how to see it again. */
  static String of(SeedRun run, boolean withLastSteps) {
    var summary = run.summary();
    var head =
        "seed %d, scenario %s: %d steps, %d nodes for %s simulated, %d faults, trace %s"
            .formatted(
                summary.seed(),
                summary.scenario().text(),
                summary.steps(),
                summary.nodes(),
                seconds(summary.time().toMillis()),
                summary.faults().total(),
                summary.hash());
    if (run.violation().isEmpty()) return head + "\nevery law held";
    var text = new StringBuilder(head);
    var broken = run.violation().get();
    text.append("\nBROKEN: ").append(broken.law()).append("\n  ").append(broken.getMessage());
    if (broken.getCause() != null) text.append('\n').append(stack(broken));
    if (withLastSteps) {
      text.append("\n  last steps:");
      run.trace().lines().forEach(line -> text.append("\n    ").append(line));
    }
    return text.append("\n  see it again: ./simulate --seed ")
        .append(summary.seed())
        .append(" --scenario ")
        .append(summary.scenario().text())
        .append(" --trace")
        .toString();
  }

  private static String stack(Violation violation) {
    var text = new StringWriter();
    violation.printStackTrace(new PrintWriter(text));
    return text.toString().strip();
  }

  static String of(Campaign.Summary summary, long millis) {
    var text = new StringBuilder();
    text.append(
        "%d seeds in %s: %d failures, %.1f simulated node-days, %d steps, %d faults (%.1f a seed)"
            .formatted(
                summary.seeds(),
                seconds(millis),
                summary.failures(),
                summary.nodeDays(),
                summary.steps(),
                summary.faults().total(),
                (double) summary.faults().total() / Math.max(1, summary.seeds())));
    summary
        .replacement(99)
        .ifPresent(p99 ->
            text.append(
                "\n  %d replacements of what a lost machine ran: p50 %s, p99 %s"
                    .formatted(
                        summary.replacements().size(),
                        seconds(summary.replacement(50).orElseThrow().toMillis()),
                        seconds(p99.toMillis()))));
    summary
        .faults()
        .byKind()
        .forEach((kind, count) -> text.append("\n  %-20s %d".formatted(kind.text(), count)));
    return text.toString();
  }

  /** One planted bug: which seed brought it to light, and which law noticed. */
  static String of(Planting.Found found) {
    var head = "%-30s %s".formatted(found.bug().name(), found.bug().about());
    return found
        .run()
        .map(run ->
            head
                + "\n    noticed by seed %d, scenario %s: %s"
                    .formatted(
                        run.summary().seed(),
                        run.summary().scenario().text(),
                        run.violation().orElseThrow().law()))
        .orElse(head + "\n    NOT NOTICED in " + found.seeds() + " seeds");
  }

  private static String seconds(long millis) {
    return "%d.%d s".formatted(millis / 1000, millis % 1000 / 100);
  }
}
