package atoll.jobs;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One request is run on running services, and its answer kept for whoever asked (Infernet §2.4 to
 * §2.7). Safe for any thread. What was accepted survives a crash; a job that a crash cut off is run
 * again, a streamed one is not.
 */
public interface Jobs {
  /**
   * Accepts requests, or says for each why not. Blocks until all that were accepted are durable;
   * what the disk does not take is not accepted, and spoils nothing else.
   *
   * @param from where they come from; of no account for what goes to a chain
   * @return one for each request, in their order
   */
  List<Submission> submit(List<JobRequest> requests, InetAddress from);

  /** Accepts a request whose answer is passed on while it comes; only its first service is used. */
  Streaming stream(JobRequest request, InetAddress from);

  Optional<Job> find(Client client, JobId id);

  /** Waits until a job has ended; nothing if it is not known, or the desk was closed before. */
  Optional<Job> await(Client client, JobId id) throws InterruptedException;

  /** All of a client's jobs with one of these statuses, the longest known first. */
  List<JobId> list(Client client, Set<JobStatus> statuses);

  /**
   * Remembers what somebody else says of a job that is not ours to run. Of one that is, nothing is
   * changed. Blocks until it is durable.
   *
   * @param services whose counters it is for; those that are not served here have none
   * @throws atoll.journal.JournalException if it cannot be made durable
   */
  void report(Client client, JobId id, JobStatus status, List<ServiceName> services);

  /** How many jobs are neither answered nor given up. */
  int underWay();

  /** How many jobs run elsewhere, as somebody said lately and nobody has said otherwise. */
  int elsewhere();

  /** What became of a request for a stream. */
  sealed interface Streaming {
    /** It is journaled; {@link StreamedJob#run} starts it. */
    record Opened(StreamedJob job) implements Streaming {}

    record Refused(Refusal reason) implements Streaming {}

    /**
     * It is not taken now.
     *
     * @param why for people
     */
    record Full(String why) implements Streaming {}
  }
}
