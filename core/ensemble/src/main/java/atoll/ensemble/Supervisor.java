package atoll.ensemble;

import atoll.kernel.AllocationName;
import java.time.Duration;
import java.util.List;

/**
 * Which allocations are restarted together when one fails, as in Erlang/OTP (DMS §6.7).
 *
 * @param maxRestarts how often within {@code within} before it gives up, and fails itself; ours
 */
public record Supervisor(
    Strategy strategy,
    List<AllocationName> allocations,
    List<Supervisor> children,
    int maxRestarts,
    Duration within) {
  public static final int DEFAULT_MAX_RESTARTS = 3;
  public static final Duration DEFAULT_WITHIN = Duration.ofSeconds(60);

  public Supervisor {
    allocations = List.copyOf(allocations);
    children = List.copyOf(children);
    if (maxRestarts < 0) throw new IllegalArgumentException("the number of restarts is negative");
    if (!within.isPositive()) throw new IllegalArgumentException("the time is not positive");
  }

  public Supervisor(
      Strategy strategy, List<AllocationName> allocations, List<Supervisor> children) {
    this(strategy, allocations, children, DEFAULT_MAX_RESTARTS, DEFAULT_WITHIN);
  }

  /** Who else is restarted: nobody, everybody, or those that started later. */
  public enum Strategy {
    ONE_FOR_ONE,
    ALL_FOR_ONE,
    REST_FOR_ONE
  }
}
