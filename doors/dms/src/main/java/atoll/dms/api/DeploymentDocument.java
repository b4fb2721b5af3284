package atoll.dms.api;

import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A deployment as it stands at one moment.
 *
 * @param allocations in the order they start
 * @param failure why it failed, if it did
 * @param refusal why nothing could host it, if that is what failed or what it still waits for
 * @param lastEvent number of the newest event that is in this view
 */
public record DeploymentDocument(
    EnsembleId id,
    DeploymentStatus status,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> completedAt,
    Map<String, String> metadata,
    List<AllocationDocument> allocations,
    Optional<FailureDocument> failure,
    Optional<RefusalDocument> refusal,
    long lastEvent) {}
