package atoll.dms.api;

import atoll.kernel.AllocationStatus;
import atoll.kernel.DeploymentStatus;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * Something that happened to a deployment; on the wire, {@code type} is the case's name. Numbers
 * count from 1 without gaps.
 */
public sealed interface EventDocument {
  long number();

  Instant at();

  /** It entered {@code status}; {@code detail} says why, for people, and may be empty. */
  record StatusChanged(long number, Instant at, DeploymentStatus status, String detail)
      implements EventDocument {}

  /** A round of bids ended. */
  record BidsCollected(long number, Instant at, int asked, int answered) implements EventDocument {}

  /** It fits, but not now; it waits for room. */
  record WaitingForRoom(long number, Instant at, String cause) implements EventDocument {}

  /** A node was awarded to a provider. */
  record NodePlaced(long number, Instant at, String node, String provider)
      implements EventDocument {}

  /** An allocation, {@code <node>.<allocation>}, changed. */
  record AllocationChanged(
      long number,
      Instant at,
      String allocation,
      AllocationStatus status,
      OptionalInt exitCode,
      String detail)
      implements EventDocument {}

  /**
   * A step failed and everything held for it was given back; another try follows if there is time.
   */
  record Reverted(long number, Instant at, String cause) implements EventDocument {}
}
