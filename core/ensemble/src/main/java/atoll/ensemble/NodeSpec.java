package atoll.ensemble;

import atoll.kernel.AllocationName;
import java.util.List;
import java.util.Optional;

/**
 * A group of allocations that is placed on one provider (DMS §6.4).
 *
 * @param peer the only provider that may host it, by peer id
 * @param redundancy how many standby nodes, zero or more
 */
public record NodeSpec(
    List<AllocationName> allocations,
    List<PortSpec> ports,
    LocationRule location,
    Optional<String> peer,
    int redundancy,
    FailureRecovery failureRecovery) {

  public NodeSpec {
    allocations = List.copyOf(allocations);
    ports = List.copyOf(ports);
  }

  /**
   * A port of an allocation that is reachable from outside.
   *
   * @param publicPort on the provider; 0 lets the provider choose
   */
  public record PortSpec(int publicPort, int privatePort, AllocationName allocation) {
    public boolean isDynamic() {
      return publicPort == 0;
    }
  }

  /** What follows when the node fails (DMS §6.4). */
  public enum FailureRecovery {
    STAY_DOWN,
    RESTART,
    REDEPLOY
  }
}
