package atoll.cli.infernet;

import atoll.cli.Durations;
import atoll.cli.Output;
import atoll.cli.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Jobs of an Infernet node, for people. */
public record JobsView(Output output, Instant now) {
  /** One row each. */
  public void list(List<InfernetApi.Job> jobs) {
    var table = new Table("JOB", "STATUS", "AGE", "TOOK", "CONTAINERS", "CLIENT");
    for (var job : jobs)
      table.row(
          job.id(),
          job.status(),
          Durations.text(Duration.between(job.begun(), now)),
          job.ended().map(at -> Durations.text(Duration.between(job.begun(), at))).orElse("-"),
          String.join(",", job.containers()),
          job.client());
    output.table(table);
  }
}
