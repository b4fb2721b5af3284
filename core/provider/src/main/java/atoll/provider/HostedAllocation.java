package atoll.provider;

import atoll.actor.Handle;
import atoll.ensemble.HealthCheck;
import atoll.identity.Did;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationStatus;
import atoll.kernel.AllocationType;
import atoll.protocol.AllocateRequest;
import atoll.workload.Exit;
import atoll.workload.Run;
import java.time.Instant;
import java.util.Optional;

/**
 * One allocation that this machine hosts, from allocate to its end (DMS §7.6). Its own lock guards
 * each change, so that of two starts one starts and of an end and a stop one ends it. {@code owner}
 * is whose authority ordered it, and who alone may command it.
 */
final class HostedAllocation {
  final AllocationId id;
  final AllocateRequest.Order order;
  final Did owner;
  final Handle orchestrator;
  final Handle handle;
  final Instant createdAt;
  private AllocationStatus status = AllocationStatus.PENDING;
  private boolean starting;
  private boolean stopAsked;
  private Optional<Run> run = Optional.empty();
  private Optional<Instant> startedAt = Optional.empty();
  private Optional<Exit> exit = Optional.empty();
  private Optional<HealthCheck> healthCheck = Optional.empty();

  HostedAllocation(
      AllocationId id,
      AllocateRequest.Order order,
      Did owner,
      Handle orchestrator,
      Handle handle,
      Instant createdAt) {
    this.id = id;
    this.order = order;
    this.owner = owner;
    this.orchestrator = orchestrator;
    this.handle = handle;
    this.createdAt = createdAt;
  }

  /** What a request to start finds. */
  enum StartTurn {
    YOURS,
    RUNS_ALREADY,
    STARTING_ALREADY,
    ENDED
  }

  /**
   * Whoever gets {@link StartTurn#YOURS} starts it, then calls {@link #started} or {@link #ended}.
   */
  synchronized StartTurn takeStart() {
    if (status.ended()) return StartTurn.ENDED;
    if (status == AllocationStatus.RUNNING) return StartTurn.RUNS_ALREADY;
    if (starting) return StartTurn.STARTING_ALREADY;
    starting = true;
    return StartTurn.YOURS;
  }

  /** False if it is to stop at once, since that was asked while it started. */
  synchronized boolean started(Run begun, Instant at) {
    starting = false;
    run = Optional.of(begun);
    startedAt = Optional.of(at);
    status = AllocationStatus.RUNNING;
    return !stopAsked;
  }

  /** Notes that its end is wanted; the run that is to be stopped, if it runs. */
  synchronized Optional<Run> askStop() {
    stopAsked = true;
    return run;
  }

  /** Forgets its run, whose end is now no end of the allocation. */
  synchronized void replaceRun() {
    run = Optional.empty();
  }

  /** Whether this is still the run whose end ends the allocation. */
  synchronized boolean isCurrent(Run candidate) {
    return run.isPresent() && run.get() == candidate;
  }

  /** Puts a fresh run in place of one that was stopped to restart it. */
  synchronized void restarted(Run fresh, Instant at) {
    run = Optional.of(fresh);
    startedAt = Optional.of(at);
  }

  /** True for the one call that ends it. */
  synchronized boolean ended(Exit how) {
    if (status.ended()) return false;
    exit = Optional.of(how);
    starting = false;
    status =
        switch (how) {
          case Exit.Exited(var code) when stopAsked -> AllocationStatus.TERMINATED;
          case Exit.Exited(var code) when order.type() == AllocationType.TASK ->
              code == 0 ? AllocationStatus.COMPLETED : AllocationStatus.FAILED;
          case Exit.Exited(var code) ->
              code == 0 ? AllocationStatus.STOPPED : AllocationStatus.FAILED;
          case Exit.Killed(var cause) ->
              cause == Exit.Cause.STOPPED ? AllocationStatus.TERMINATED : AllocationStatus.FAILED;
          case Exit.Lost _ -> AllocationStatus.FAILED;
        };
    return true;
  }

  synchronized void watch(HealthCheck check) {
    healthCheck = Optional.of(check);
  }

  synchronized Optional<HealthCheck> healthCheck() {
    return healthCheck;
  }

  synchronized AllocationStatus status() {
    return status;
  }

  synchronized Optional<Run> run() {
    return run;
  }

  synchronized Optional<Instant> startedAt() {
    return startedAt;
  }

  synchronized Optional<Exit> exit() {
    return exit;
  }

  synchronized boolean isStopAsked() {
    return stopAsked;
  }
}
