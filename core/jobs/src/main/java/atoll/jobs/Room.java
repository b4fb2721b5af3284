package atoll.jobs;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How many jobs are under way, and the bytes that they hold. Jobs of a service whose calls are
 * limited may wait for long, so that they take no more of the room than they leave to others.
 */
final class Room {
  private final int mostJobs;
  private final long mostBytes;
  private final Predicate<ServiceName> limited;
  private final Map<ServiceName, Held> held = new HashMap<>();
  private int jobs;
  private long bytes;

  private record Held(int jobs, long bytes) {
    static final Held NOTHING = new Held(0, 0);

    Held plus(int moreJobs, long moreBytes) {
      return new Held(jobs + moreJobs, bytes + moreBytes);
    }
  }

  Room(int mostJobs, long mostBytes, Predicate<ServiceName> limited) {
    this.mostJobs = mostJobs;
    this.mostBytes = mostBytes;
    this.limited = limited;
  }

  /** One job of any size fits if it is alone. */
  synchronized boolean take(JobRequest job) {
    long size = job.size();
    if (jobs == mostJobs || jobs > 0 && bytes + size > mostBytes) return false;
    for (var service : limited(job.services())) if (!leavesAsMuch(service, size)) return false;
    takeAnyway(job);
    return true;
  }

  /** The first job of a service does, whatever there is left. */
  private boolean leavesAsMuch(ServiceName service, long size) {
    var mine = held.getOrDefault(service, Held.NOTHING);
    return mine.jobs() == 0
        || mine.jobs() < mostJobs - jobs && mine.bytes() + size <= mostBytes - bytes - size;
  }

  /** For what was promised before a restart. */
  synchronized void takeAnyway(JobRequest job) {
    change(job, 1, job.size());
  }

  synchronized void giveBack(JobRequest job) {
    change(job, -1, -job.size());
  }

  private void change(JobRequest job, int moreJobs, long moreBytes) {
    jobs += moreJobs;
    bytes += moreBytes;
    for (var service : limited(job.services()))
      held.put(service, held.getOrDefault(service, Held.NOTHING).plus(moreJobs, moreBytes));
  }

  private Set<ServiceName> limited(Collection<ServiceName> services) {
    return services.stream().filter(limited).collect(Collectors.toSet());
  }

  synchronized int jobs() {
    return jobs;
  }
}
