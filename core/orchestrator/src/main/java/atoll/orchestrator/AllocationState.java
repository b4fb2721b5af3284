package atoll.orchestrator;

import atoll.kernel.AllocationId;
import atoll.kernel.AllocationStatus;
import atoll.kernel.AllocationType;
import atoll.kernel.ExecutorKind;
import atoll.market.ProviderId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One allocation of a deployment as it stands at one moment.
 *
 * @param provider where it is placed, once it is
 * @param ports public port on the provider to port of the workload
 * @param exitCode the workload's own code, once it ended by itself; 137 or 124 if it was ended by
 *     force
 * @param reason why it is failed or stopped, for people
 * @param healthy what its health check says, if it has one that has answered
 */
public record AllocationState(
    AllocationId id,
    AllocationType type,
    ExecutorKind executor,
    AllocationStatus status,
    Optional<ProviderId> provider,
    Map<Integer, Integer> ports,
    Optional<Instant> startedAt,
    OptionalInt exitCode,
    Optional<String> reason,
    Optional<Boolean> healthy) {
  public AllocationState {
    ports = Map.copyOf(ports);
  }
}
