package atoll.jobs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** How many jobs and calls ended how, since this node was started (Infernet §6.2). */
public final class Tally {
  private final ConcurrentMap<Ended, LongAdder> ends = new ConcurrentHashMap<>();

  /** What is counted together. */
  public sealed interface Ended {
    /**
     * Jobs that ended one way.
     *
     * @param forChain whether their answers go to a chain, wherever they were asked for
     */
    record Jobs(boolean forChain, JobStatus status) implements Ended {}

    /** Calls of one service that ended one way. */
    record Calls(ServiceName service, JobStatus status) implements Ended {}
  }

  /** Numbers that stay as they are; what is not among them is 0. */
  public record Counts(Map<Ended, Long> ends) {
    public static final Counts NONE = new Counts(Map.of());

    public Counts {
      ends = Map.copyOf(ends);
    }

    public long of(Ended what) {
      return ends.getOrDefault(what, 0L);
    }

    /** What has come to these since they were {@code earlier}. */
    public Counts since(Counts earlier) {
      return new Counts(
          ends.entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey, end -> end.getValue() - earlier.of(end.getKey()))));
    }
  }

  public long of(Ended what) {
    return ends.getOrDefault(what, new LongAdder()).sum();
  }

  /** All of them as they are now. */
  public Counts counts() {
    return new Counts(
        ends.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().sum())));
  }

  void count(Ended what) {
    ends.computeIfAbsent(what, _ -> new LongAdder()).increment();
  }
}
