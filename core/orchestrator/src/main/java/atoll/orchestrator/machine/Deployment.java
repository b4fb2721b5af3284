package atoll.orchestrator.machine;

import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A deployment as it stands at one moment.
 *
 * @param allocations by manifest key, in the order they start
 * @param failure why it failed, if it did
 * @param why it is where it is, or nowhere
 * @param lastEvent number of the newest event that is in this view
 */
public record Deployment(
    EnsembleId id,
    DeploymentStatus status,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> completedAt,
    Map<String, String> metadata,
    List<AllocationState> allocations,
    Optional<Failure> failure,
    Why why,
    long lastEvent) {

  public Deployment {
    metadata = Map.copyOf(metadata);
    allocations = List.copyOf(allocations);
  }

  /**
   * Why a deployment ended badly: NOT_PLACED, TIMED_OUT, EXECUTOR_FAILED, UNREACHABLE or
   * UNAUTHORISED, and a sentence.
   */
  public record Failure(ErrorCode code, String message) {}
}
