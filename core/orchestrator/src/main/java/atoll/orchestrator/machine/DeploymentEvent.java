package atoll.orchestrator.machine;

import atoll.kernel.AllocationStatus;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.NodeName;
import atoll.market.ProviderId;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * Something that happened to a deployment. Numbers count from 1 without gaps, so a reader that was
 * cut off goes on exactly.
 */
public sealed interface DeploymentEvent {
  long number();

  Instant at();

  /** It entered {@code status}; {@code detail} says why, for people, and may be empty. */
  record StatusChanged(long number, Instant at, DeploymentStatus status, String detail)
      implements DeploymentEvent {}

  /** A round of bids ended. */
  record BidsCollected(long number, Instant at, int providersAsked, int answered)
      implements DeploymentEvent {}

  /** It fits, but not now; it waits for room. */
  record WaitingForRoom(long number, Instant at, String cause) implements DeploymentEvent {}

  /** A node was awarded to a provider. */
  record NodePlaced(long number, Instant at, NodeName node, ProviderId provider)
      implements DeploymentEvent {}

  /** An allocation changed; {@code allocation} is its manifest key. */
  record AllocationChanged(
      long number,
      Instant at,
      String allocation,
      AllocationStatus status,
      OptionalInt exitCode,
      String detail)
      implements DeploymentEvent {}

  /**
   * A step failed and everything held for it was given back; another try follows if there is time.
   */
  record Reverted(long number, Instant at, String cause) implements DeploymentEvent {}
}
