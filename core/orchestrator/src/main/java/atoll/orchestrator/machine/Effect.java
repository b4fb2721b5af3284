package atoll.orchestrator.machine;

import atoll.actor.Handle;
import atoll.ensemble.EdgeConstraint;
import atoll.ensemble.HealthCheck;
import atoll.kernel.AllocationId;
import atoll.kernel.NodeName;
import atoll.market.Demand;
import atoll.market.Link;
import atoll.market.ProviderId;
import atoll.protocol.AllocateRequest;
import atoll.protocol.CommitRequest;
import atoll.protocol.RevertRequest;
import atoll.protocol.ShutdownRequest;
import atoll.protocol.StartRequest;
import atoll.protocol.StateRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Something that a deployment's machine wants done. The driver does it and signals how it went;
 * repeating it is harmless.
 */
public sealed interface Effect {
  /**
   * @param silent providers from which no answer is expected
   */
  record CollectBids(int attempt, List<Demand> demands, Duration patience, Set<ProviderId> silent)
      implements Effect {
    public CollectBids {
      silent = Set.copyOf(silent);
    }
  }

  record MeasureLinks(int attempt, Map<Link, EdgeConstraint> links) implements Effect {}

  record Commit(int attempt, Handle provider, CommitRequest request, Duration patience)
      implements Effect {}

  record Allocate(int attempt, Handle provider, AllocateRequest request, Duration patience)
      implements Effect {}

  record Start(
      int attempt, Handle allocation, AllocationId id, StartRequest request, Duration patience)
      implements Effect {}

  /** Has a provider told what is to be there, and asks what is. */
  record AskState(ProviderId provider, Handle handle, Instant at, StateRequest request)
      implements Effect {}

  /** Has it look again after a while at what is due. */
  record WakeAfter(Duration delay) implements Effect {}

  /** Has all providers asked again after a while. */
  record BeatAfter(Duration delay) implements Effect {}

  /** Tells an allocation how its health is checked. */
  record RegisterHealthCheck(Handle allocation, AllocationId id, HealthCheck check)
      implements Effect {}

  /** Has an allocation's health checked once, after a while. */
  record CheckHealth(
      int attempt, Handle allocation, AllocationId id, long run, HealthCheck check, Duration after)
      implements Effect {}

  /**
   * Something that a provider has to give up. Told until it is heard, also when the deployment has
   * ended.
   */
  sealed interface Telling extends Effect {
    Handle provider();
  }

  record Revert(int attempt, Handle provider, NodeName node, RevertRequest request)
      implements Telling {}

  record ShutDown(Handle provider, ShutdownRequest request) implements Telling {}

  /** A provider is to end whatever it has of a deployment, which wants nothing there any more. */
  record HaveNothing(Handle provider, StateRequest request) implements Telling {}

  /** Lets a provider report to this deployment. */
  record TrustProvider(ProviderId provider, Handle handle) implements Effect {}

  record RetryAfter(int attempt, Duration delay) implements Effect {}

  /** Something was given back, which others may wait for. */
  record RoomCame() implements Effect {}

  /** Nothing more will happen. */
  record Finish() implements Effect {}
}
