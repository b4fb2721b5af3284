package atoll.ensemble;

import atoll.kernel.AllocationName;
import java.util.List;

/** Which allocations are restarted together when one fails, as in Erlang/OTP (DMS §6.7). */
public record Supervisor(
    Strategy strategy, List<AllocationName> allocations, List<Supervisor> children) {
  public Supervisor {
    allocations = List.copyOf(allocations);
    children = List.copyOf(children);
  }

  /** Who else is restarted: nobody, everybody, or those that started later. */
  public enum Strategy {
    ONE_FOR_ONE,
    ALL_FOR_ONE,
    REST_FOR_ONE
  }
}
