package atoll.dms.api;

import atoll.kernel.AllocationStatus;
import atoll.kernel.AllocationType;
import atoll.kernel.ExecutorKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An allocation as the provider that hosts it sees it.
 *
 * @param id {@code <ensemble>_<node>.<allocation>}
 * @param provider peer id
 * @param orchestrator DID of whom it runs for
 */
public record HostedAllocationDocument(
    String id,
    String provider,
    String orchestrator,
    AllocationType type,
    ExecutorKind executor,
    AllocationStatus status,
    ResourcesDocument resources,
    List<PortDocument> ports,
    Instant createdAt,
    Optional<Instant> startedAt) {}
