package atoll.jobs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** How many jobs and calls ended how, since this node was started (Infernet §6.2). */
public final class Tally {
  /**
   * Jobs that ended one way.
   *
   * @param forChain whether their answers go to a chain, wherever they were asked for
   */
  public record OfJobs(boolean forChain, JobStatus status) {}

  /** Calls of one service that ended one way. */
  public record OfCalls(ServiceName service, JobStatus status) {}

  private final ConcurrentMap<OfJobs, LongAdder> jobs = new ConcurrentHashMap<>();
  private final ConcurrentMap<OfCalls, LongAdder> calls = new ConcurrentHashMap<>();

  public long of(OfJobs what) {
    return jobs.getOrDefault(what, new LongAdder()).sum();
  }

  public long of(OfCalls what) {
    return calls.getOrDefault(what, new LongAdder()).sum();
  }

  /** Every count of calls that is not zero. */
  public Map<OfCalls, LongAdder> calls() {
    return Map.copyOf(calls);
  }

  void job(boolean forChain, JobStatus status) {
    jobs.computeIfAbsent(new OfJobs(forChain, status), _ -> new LongAdder()).increment();
  }

  void call(ServiceName service, JobStatus status) {
    calls.computeIfAbsent(new OfCalls(service, status), _ -> new LongAdder()).increment();
  }
}
