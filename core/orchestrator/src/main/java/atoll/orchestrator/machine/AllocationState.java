package atoll.orchestrator.machine;

import atoll.actor.Handle;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationStatus;
import atoll.kernel.AllocationType;
import atoll.kernel.ExecutorKind;
import atoll.kernel.NodeName;
import atoll.market.ProviderId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One allocation of a deployment as it stands at one moment.
 *
 * @param provider where it is placed, once it is
 * @param handle of the actor that it has at its provider, once it is made
 * @param ports public port on the provider to port of the workload
 * @param exitCode the workload's own code, once it ended by itself; 137 or 124 if it was ended by
 *     force
 * @param reason why it is failed or stopped, for people
 * @param healthy what its health check says, if it has one that has answered
 * @param run counts how often it was started since it was placed; 0 before the first
 * @param redundancy what it is in a group of nodes that stand by for each other, if it is in one
 */
public record AllocationState(
    AllocationId id,
    AllocationType type,
    ExecutorKind executor,
    AllocationStatus status,
    Optional<ProviderId> provider,
    Optional<Handle> handle,
    Map<Integer, Integer> ports,
    Optional<Instant> startedAt,
    OptionalInt exitCode,
    Optional<String> reason,
    Optional<Boolean> healthy,
    long run,
    Optional<Standby> redundancy) {
  public AllocationState {
    ports = Map.copyOf(ports);
  }

  /**
   * A place in a group of nodes that stand by for each other (DMS §7.7).
   *
   * @param group the node of the file, after which the group is named
   * @param standsBy whether another of the group runs, and this is ready to
   * @param index 0 for the node of the file, then counting its standbys
   */
  public record Standby(NodeName group, boolean standsBy, int index) {}
}
