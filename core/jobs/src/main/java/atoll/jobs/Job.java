package atoll.jobs;

import java.util.List;

/**
 * A job as its client sees it.
 *
 * @param results of each service that was put to work, in order; empty while it runs
 */
public record Job(JobId id, JobStatus status, List<StepResult> results) {
  public Job {
    results = List.copyOf(results);
  }
}
