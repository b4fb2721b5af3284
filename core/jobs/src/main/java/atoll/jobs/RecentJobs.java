package atoll.jobs;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All jobs that are under way, and the latest that have ended. Safe for any thread. */
final class RecentJobs {
  private static final int MOST_ENDED = 1000;

  private final InstantSource clock;
  private final Map<Key, RecentJob> underWay = new LinkedHashMap<>();
  private final Deque<RecentJob> ended = new ArrayDeque<>();

  private record Key(Client client, JobId id) {}

  RecentJobs(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void begun(JobRecord.Running job) {
    var request = job.request();
    underWay.put(
        new Key(job.client(), job.id()),
        new RecentJob(
            job.id(),
            job.client(),
            request.origin(),
            request.services(),
            JobStatus.RUNNING,
            clock.instant(),
            Optional.empty()));
  }

  synchronized void ended(JobRecord.Running job, JobStatus status) {
    var begun = underWay.remove(new Key(job.client(), job.id()));
    if (begun == null) return;
    ended.addFirst(begun.ended(status, clock.instant()));
    if (ended.size() > MOST_ENDED) ended.removeLast();
  }

  /** Those under way first, the latest first of each kind. */
  synchronized List<RecentJob> latest(int most) {
    var all = new ArrayList<>(underWay.values()).reversed();
    var latest = new ArrayList<>(all.subList(0, Math.min(most, all.size())));
    ended.stream().limit(most - latest.size()).forEach(latest::add);
    return latest;
  }
}
