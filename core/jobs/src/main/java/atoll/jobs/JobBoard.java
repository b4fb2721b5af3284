package atoll.jobs;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where clients' jobs stand for others to see, beside the journal, which stays what counts: a board
 * may lag behind, lose entries and be out of reach, and then shows less. What a chain asked for is
 * not on it. Safe for any thread.
 */
public interface JobBoard {
  /** Of a node whose jobs stand in its journal alone. */
  JobBoard NONE =
      new JobBoard() {
        @Override
        public void show(Client client, Job job) {}

        @Override
        public Optional<Job> find(Client client, JobId id) {
          return Optional.empty();
        }

        @Override
        public List<JobId> list(Client client, Set<JobStatus> statuses) {
          return List.of();
        }
      };

  /** Puts up how far a job is; of one job, in the order in which that happens. Never blocks. */
  void show(Client client, Job job);

  /** What stands there of a job. Blocks for a moment. */
  Optional<Job> find(Client client, JobId id);

  /** All of a client's jobs that stand there with one of these statuses. Blocks for a moment. */
  List<JobId> list(Client client, Set<JobStatus> statuses);
}
