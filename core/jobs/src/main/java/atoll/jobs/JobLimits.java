package atoll.jobs;

import java.time.Duration;

/**
 * What jobs may take of this node.
 *
 * @param underWay jobs at once, waiting ones included
 * @param bytes of all their inputs together
 * @param callsPerService at once, if the service has no limit of its own; further ones wait their
 *     turn
 * @param streams at once
 * @param streamBytes of one stream that are passed on, and kept
 * @param tries of a call that does not reach its service
 * @param firstPause before the second try; doubled before each further one
 * @param runs of a job that crashes of this node cut off; after so many it has failed
 * @param keep how long a finished job is remembered
 * @param finished jobs that are remembered at most; beyond, the oldest are forgotten
 * @param finishedBytes of all their answers together; beyond, the oldest are forgotten, too
 * @param reportedRunning how long somebody's word counts that a job is running
 */
public record JobLimits(
    int underWay,
    long bytes,
    int callsPerService,
    int streams,
    int streamBytes,
    int tries,
    Duration firstPause,
    int runs,
    Duration keep,
    int finished,
    long finishedBytes,
    Duration reportedRunning) {
  public static final JobLimits DEFAULT =
      new JobLimits(
          100_000,
          256L << 20,
          64,
          128,
          16 << 20,
          3,
          Duration.ofMillis(250),
          3,
          Duration.ofDays(7),
          500_000,
          2L << 30,
          Duration.ofSeconds(900));

  public JobLimits {
    if (underWay < 1 || bytes < 1 || callsPerService < 1 || streams < 1 || streamBytes < 1)
      throw new IllegalArgumentException("a limit is too low to run anything");
    if (tries < 1 || runs < 1 || finished < 1 || finishedBytes < 1)
      throw new IllegalArgumentException("a count is less than one");
    if (!firstPause.isPositive() || !keep.isPositive() || !reportedRunning.isPositive())
      throw new IllegalArgumentException("a time is not positive");
  }

  /**
   * The same, with no more in memory than leaves most of a heap to others.
   *
   * @param heap in bytes
   */
  public JobLimits within(long heap) {
    return withBytes(Math.min(bytes, heap / 16), Math.min(finishedBytes, heap / 10));
  }

  JobLimits withBytes(long ofInputs, long ofAnswers) {
    return with(underWay, ofInputs, callsPerService, finished, ofAnswers);
  }

  JobLimits withCallsPerService(int calls) {
    return with(underWay, bytes, calls, finished, finishedBytes);
  }

  JobLimits withUnderWay(int jobs) {
    return with(jobs, bytes, callsPerService, finished, finishedBytes);
  }

  JobLimits withFinished(int jobs) {
    return with(underWay, bytes, callsPerService, jobs, finishedBytes);
  }

  private JobLimits with(int jobs, long ofInputs, int calls, int ended, long ofAnswers) {
    return new JobLimits(
        jobs,
        ofInputs,
        calls,
        streams,
        streamBytes,
        tries,
        firstPause,
        runs,
        keep,
        ended,
        ofAnswers,
        reportedRunning);
  }
}
