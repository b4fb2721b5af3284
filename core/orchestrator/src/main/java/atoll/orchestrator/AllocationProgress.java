package atoll.orchestrator;

import atoll.actor.Handle;
import atoll.ensemble.AllocationSpec;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationStatus;
import atoll.market.ProviderId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** How far one allocation has come. Belongs to its deployment's machine, which alone changes it. */
final class AllocationProgress {
  final AllocationId id;
  final AllocationSpec spec;
  Phase phase = Phase.PLANNED;
  Optional<ProviderId> provider = Optional.empty();
  Optional<Handle> handle = Optional.empty();
  Map<Integer, Integer> ports = Map.of();
  Optional<Instant> startedAt = Optional.empty();
  AllocationStatus ending = AllocationStatus.PENDING;
  OptionalInt exitCode = OptionalInt.empty();
  Optional<String> reason = Optional.empty();
  Optional<Health> health = Optional.empty();

  AllocationProgress(AllocationId id, AllocationSpec spec) {
    this.id = id;
    this.spec = spec;
  }

  enum Phase {
    PLANNED,
    COMMITTED,
    ALLOCATED,
    STARTING,
    RUNNING,
    ENDED
  }

  /** Back to nothing, for another try. */
  void forget() {
    phase = Phase.PLANNED;
    provider = Optional.empty();
    handle = Optional.empty();
    ports = Map.of();
    startedAt = Optional.empty();
    ending = AllocationStatus.PENDING;
    exitCode = OptionalInt.empty();
    reason = Optional.empty();
    health = Optional.empty();
  }

  AllocationStatus status() {
    return switch (phase) {
      case PLANNED, COMMITTED, ALLOCATED, STARTING -> AllocationStatus.PENDING;
      case RUNNING -> AllocationStatus.RUNNING;
      case ENDED -> ending;
    };
  }

  /** Whether what depends on this may start: a service that runs, a task that has succeeded. */
  boolean satisfies() {
    return switch (spec.type()) {
      case SERVICE -> phase == Phase.RUNNING;
      case TASK -> phase == Phase.ENDED && ending == AllocationStatus.COMPLETED;
    };
  }

  AllocationState view() {
    return new AllocationState(
        id,
        spec.type(),
        spec.executor(),
        status(),
        provider,
        ports,
        startedAt,
        exitCode,
        reason,
        health.flatMap(Health::verdict));
  }
}
