package atoll.jobs;

import java.time.Instant;
import java.util.List;

/** What is journaled of a job. */
sealed interface JobRecord {
  Client client();

  JobId id();

  /** Its name among all records. */
  default String key() {
    return client().name() + "/" + id();
  }

  /**
   * Accepted, and not ended.
   *
   * @param runs how often it was begun, this time included
   */
  record Running(JobRequest request, JobId id, int runs) implements JobRecord {
    @Override
    public Client client() {
      return request.client();
    }

    Running again() {
      return new Running(request, id, runs + 1);
    }
  }

  /** Run here, to its end. */
  record Ended(Client client, JobId id, JobStatus status, List<StepResult> results, Instant at)
      implements JobRecord {
    public Ended {
      results = List.copyOf(results);
      if (status == JobStatus.RUNNING) throw new IllegalArgumentException("it has not ended");
    }

    /** Of its answers, in UTF-8. */
    long bytes() {
      return results.stream().mapToLong(result -> Utf8.bytes(result.text())).sum();
    }
  }

  /** Run elsewhere, as somebody said. */
  record Reported(Client client, JobId id, JobStatus status, Instant at) implements JobRecord {}
}
