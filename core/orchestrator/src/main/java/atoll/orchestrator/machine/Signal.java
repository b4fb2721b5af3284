package atoll.orchestrator.machine;

import atoll.actor.Handle;
import atoll.ensemble.Ensemble;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationName;
import atoll.kernel.ErrorCode;
import atoll.kernel.LeaseId;
import atoll.kernel.NodeName;
import atoll.market.Link;
import atoll.market.LinkEstimate;
import atoll.market.ProviderId;
import atoll.protocol.StateReport;
import atoll.protocol.TaskTermination;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Something that a deployment's machine is told. Whatever belongs to one try at placing carries its
 * number, so that a late answer to an older try changes nothing.
 */
public sealed interface Signal {
  Instant at();

  /** An answer to one try at placing. */
  sealed interface OfPlacing extends Signal {
    int attempt();
  }

  /** A round of bids ended. */
  record BidsClosed(Instant at, int attempt, BidRound round) implements OfPlacing {}

  /** Links that the search wanted to know were measured, or could not be. */
  record LinksMeasured(Instant at, int attempt, Map<Link, LinkEstimate> links)
      implements OfPlacing {}

  /** A provider holds what an allocation needs, or says why not. */
  record CommitAnswered(
      Instant at,
      int attempt,
      AllocationId allocation,
      Optional<String> refusal,
      Map<Integer, Integer> ports)
      implements OfPlacing {}

  /** A provider made the allocations of a node, or says why not. */
  record AllocateAnswered(
      Instant at,
      int attempt,
      NodeName node,
      Optional<String> refusal,
      Map<AllocationName, Handle> handles)
      implements OfPlacing {}

  /** A run of an allocation runs, or could not be started. */
  record StartAnswered(
      Instant at, int attempt, AllocationId allocation, long run, Optional<String> refusal)
      implements Signal {}

  /**
   * What a provider says to what there should be.
   *
   * @param askedAt what came to be after that, it could not know of
   */
  record StateAnswered(Instant at, ProviderId provider, Instant askedAt, Said said)
      implements Signal {}

  /** What came back from a provider that was asked for the state of things. */
  sealed interface Said {
    record Report(StateReport report) implements Said {}

    /** It is there, and does not answer such questions; {@code why} is for people. */
    record Refusal(ErrorCode code, String why) implements Said {}

    record Nothing() implements Said {}
  }

  /** It is time to look at what is due. */
  record Woken(Instant at) implements Signal {}

  /** It is time to ask all providers. */
  record Beat(Instant at) implements Signal {}

  /** An allocation's health was checked; {@code failure} says what is wrong, for people. */
  record HealthAnswered(
      Instant at, int attempt, AllocationId allocation, long run, Optional<String> failure)
      implements Signal {}

  /** An allocation that ran has ended. */
  record AllocationEnded(Instant at, TaskTermination report) implements Signal {}

  /**
   * A provider gave everything back, or did not answer.
   *
   * @param heard whether it did; else it is told again, and this may come again
   */
  record RevertAnswered(Instant at, int attempt, NodeName node, boolean heard)
      implements OfPlacing {}

  /** Somebody wants the deployment to end. */
  record ShutdownAsked(Instant at) implements Signal {}

  /** Somebody wants a running deployment to become another. */
  record UpdateAsked(Instant at, Ensemble ensemble, Instant deadline) implements Signal {}

  /** Somebody wants nothing to be left on a provider. */
  record DrainAsked(Instant at, ProviderId provider) implements Signal {}

  /**
   * An allocation was shut down, or its provider did not answer.
   *
   * @param heard whether it was; else it is told again, and nobody waits for that
   */
  record ShutdownAnswered(Instant at, AllocationId allocation, LeaseId lease, boolean heard)
      implements Signal {}

  /** The time for placing is over. */
  record PatienceOver(Instant at) implements Signal {}

  /** It is time to try again. */
  record RetryDue(Instant at, int attempt) implements OfPlacing {}
}
