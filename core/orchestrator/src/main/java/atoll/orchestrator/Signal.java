package atoll.orchestrator;

import atoll.actor.Handle;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationName;
import atoll.kernel.NodeName;
import atoll.market.Link;
import atoll.market.LinkEstimate;
import atoll.protocol.TaskTermination;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Something that a deployment's machine is told. Whatever belongs to one try at placing carries its
 * number, so that a late answer to an older try changes nothing.
 */
sealed interface Signal {
  Instant at();

  /** A round of bids ended. */
  record BidsClosed(Instant at, int attempt, BidRound round) implements Signal {}

  /** Links that the search wanted to know were measured, or could not be. */
  record LinksMeasured(Instant at, int attempt, Map<Link, LinkEstimate> links) implements Signal {}

  /** A provider holds what an allocation needs, or says why not. */
  record CommitAnswered(
      Instant at,
      int attempt,
      AllocationId allocation,
      Optional<String> refusal,
      Map<Integer, Integer> ports)
      implements Signal {}

  /** A provider made the allocations of a node, or says why not. */
  record AllocateAnswered(
      Instant at,
      int attempt,
      NodeName node,
      Optional<String> refusal,
      Map<AllocationName, Handle> handles)
      implements Signal {}

  /** An allocation runs, or could not be started. */
  record StartAnswered(Instant at, int attempt, AllocationId allocation, Optional<String> refusal)
      implements Signal {}

  /** An allocation's health was checked; {@code failure} says what is wrong, for people. */
  record HealthAnswered(Instant at, int attempt, AllocationId allocation, Optional<String> failure)
      implements Signal {}

  /** An allocation that ran has ended. */
  record AllocationEnded(Instant at, TaskTermination report) implements Signal {}

  /** A provider gave everything back, or did not answer; its leases end by themselves then. */
  record RevertAnswered(Instant at, int attempt, NodeName node) implements Signal {}

  /** Somebody wants the deployment to end. */
  record ShutdownAsked(Instant at) implements Signal {}

  /** Somebody wants some nodes of a running deployment to end, and the others to go on. */
  record NodesDropped(Instant at, Set<NodeName> nodes) implements Signal {}

  /** An allocation was shut down, or its provider did not answer. */
  record ShutdownAnswered(Instant at, AllocationId allocation) implements Signal {}

  /** The time for placing is over. */
  record PatienceOver(Instant at) implements Signal {}

  /** It is time to try again. */
  record RetryDue(Instant at, int attempt) implements Signal {}
}
