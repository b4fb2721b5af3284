package atoll.provider;

import atoll.actor.Handle;
import atoll.identity.Did;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationStatus;
import atoll.kernel.AllocationType;
import atoll.kernel.ExecutorKind;
import atoll.kernel.Resources;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An allocation as the machine that hosts it sees it (DMS §4.5, {@code allocations/list}). */
public record Hosted(
    AllocationId id,
    AllocationType type,
    ExecutorKind executor,
    AllocationStatus status,
    Did owner,
    Handle orchestrator,
    Optional<Resources> resources,
    List<PortLedger.Mapping> ports,
    Instant createdAt,
    Optional<Instant> startedAt) {

  static Hosted of(
      HostedAllocation allocation, Optional<Resources> part, List<PortLedger.Mapping> ports) {
    return new Hosted(
        allocation.id,
        allocation.order.type(),
        allocation.order.execution().kind(),
        allocation.status(),
        allocation.owner,
        allocation.orchestrator,
        part,
        ports,
        allocation.createdAt,
        allocation.startedAt());
  }
}
