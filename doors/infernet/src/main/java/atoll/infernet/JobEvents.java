package atoll.infernet;

import atoll.jobs.Client;
import atoll.jobs.Job;
import atoll.jobs.JobBoard;
import atoll.jobs.JobId;
import atoll.jobs.JobStatus;
import atoll.jobs.StepResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells in the log of containers that failed a job, in the original's words (Infernet §7). */
record JobEvents(JobBoard board) implements JobBoard {
  private static final Logger LOG = LoggerFactory.getLogger("orchestration.orchestrator");
  private static final int LONGEST = 500;

  @Override
  public void show(Client client, Job job) {
    if (job.status() == JobStatus.FAILED
        && !job.results().isEmpty()
        && job.results().getLast() instanceof StepResult.Failure(var service, var error))
      LOG.atError()
          .addKeyValue("id", job.id())
          .addKeyValue("container", service)
          .addKeyValue(
              "error", error.length() > LONGEST ? error.substring(0, LONGEST) + "..." : error)
          .log("Container error");
    board.show(client, job);
  }

  @Override
  public Optional<Job> find(Client client, JobId id) {
    return board.find(client, id);
  }

  @Override
  public List<JobId> list(Client client, Set<JobStatus> statuses) {
    return board.list(client, statuses);
  }
}
