package atoll.orchestrator;

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
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Something that a deployment's machine wants done. The driver does it and signals how it went;
 * repeating it is harmless.
 */
sealed interface Effect {
  record CollectBids(int attempt, List<Demand> demands) implements Effect {}

  record MeasureLinks(int attempt, Map<Link, EdgeConstraint> links) implements Effect {}

  record Commit(int attempt, Handle provider, CommitRequest request, Duration patience)
      implements Effect {}

  record Allocate(int attempt, Handle provider, AllocateRequest request, Duration patience)
      implements Effect {}

  record Start(int attempt, Handle allocation, AllocationId id, Duration patience)
      implements Effect {}

  /** Tells an allocation how its health is checked. */
  record RegisterHealthCheck(Handle allocation, AllocationId id, HealthCheck check)
      implements Effect {}

  /** Has an allocation's health checked once, after a while. */
  record CheckHealth(
      int attempt, Handle allocation, AllocationId id, HealthCheck check, Duration after)
      implements Effect {}

  /** Told again until it is answered, also when nobody waits for the answer any more. */
  record Revert(int attempt, Handle provider, NodeName node, RevertRequest request)
      implements Effect {}

  /** Told again until it is answered, also when nobody waits for the answer any more. */
  record ShutDown(Handle provider, ShutdownRequest request) implements Effect {}

  /** Lets a provider report to this deployment. */
  record TrustProvider(ProviderId provider, Handle handle) implements Effect {}

  record RetryAfter(int attempt, Duration delay) implements Effect {}

  /** Something was given back, which others may wait for. */
  record RoomCame() implements Effect {}

  /** Nothing more will happen. */
  record Finish() implements Effect {}
}
