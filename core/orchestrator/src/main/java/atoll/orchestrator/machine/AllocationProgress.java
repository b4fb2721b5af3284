package atoll.orchestrator.machine;

import atoll.actor.Handle;
import atoll.ensemble.AllocationSpec;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationStatus;
import atoll.kernel.AllocationType;
import atoll.kernel.LeaseId;
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

  /** The try at placing whose lease this has; 0 before the first. */
  int attempt;

  /** Which of the deployment's ensembles it was made of. */
  int version;

  /** What it was made of; what the file says now may be another. */
  String make = "";

  /** The last run that was asked to start; 0 before the first. */
  long run;

  /** When it may start at the earliest, if it waits for that. */
  Optional<Instant> notBefore = Optional.empty();

  /** When its phase last changed: what was asked before tells nothing of it. */
  Instant changedAt;

  AllocationProgress(AllocationId id, AllocationSpec spec) {
    this.id = id;
    this.spec = spec;
    this.changedAt = Instant.EPOCH;
  }

  enum Phase {
    /** Wanted, or asked to be held. */
    PLANNED,
    COMMITTED,
    ALLOCATED,
    STARTING,
    RUNNING,
    ENDED
  }

  void enter(Phase next, Instant at) {
    phase = next;
    changedAt = at;
  }

  /** Back to what it was before it started, for its next run. */
  void again(Instant at, Optional<Instant> earliest) {
    enter(Phase.ALLOCATED, at);
    notBefore = earliest;
    startedAt = Optional.empty();
    ending = AllocationStatus.PENDING;
    exitCode = OptionalInt.empty();
    reason = Optional.empty();
    health = Optional.empty();
  }

  /** Back to only being wanted. */
  void unmake(Instant at) {
    enter(Phase.PLANNED, at);
    attempt = 0;
    run = 0;
    handle = Optional.empty();
    ports = Map.of();
  }

  void end(AllocationStatus how, OptionalInt code, String why, Instant at) {
    enter(Phase.ENDED, at);
    ending = how;
    exitCode = code;
    reason = why.isEmpty() ? Optional.empty() : Optional.of(why);
    notBefore = Optional.empty();
  }

  LeaseId lease() {
    return Requests.lease(id, attempt);
  }

  boolean isAlive() {
    return phase != Phase.PLANNED && phase != Phase.ENDED;
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

  boolean isService() {
    return spec.type() == AllocationType.SERVICE;
  }

  boolean isUnhealthy() {
    return health.flatMap(Health::verdict).equals(Optional.of(false));
  }

  AllocationState view(Optional<AllocationState.Standby> redundancy) {
    return new AllocationState(
        id,
        spec.type(),
        spec.executor(),
        status(),
        provider,
        handle,
        ports,
        startedAt,
        exitCode,
        reason,
        health.flatMap(Health::verdict),
        run,
        redundancy);
  }
}
