package atoll.provider;

import atoll.actor.Handle;
import atoll.ensemble.HealthCheck;
import atoll.identity.Did;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationStatus;
import atoll.kernel.AllocationType;
import atoll.kernel.LeaseId;
import atoll.protocol.AllocateRequest;
import atoll.workload.Exit;
import atoll.workload.Run;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * One allocation that this machine hosts, from allocate to its end (DMS §7.6). Its own lock guards
 * each change, so that of two starts one starts and of an end and a stop one ends it. {@code owner}
 * is whose authority ordered it, and who alone may command it.
 */
final class HostedAllocation {
  final AllocationId id;
  final LeaseId lease;
  final AllocateRequest.Order order;
  final Did owner;
  final Handle orchestrator;
  final Handle handle;
  final Instant createdAt;
  private AllocationStatus status = AllocationStatus.PENDING;
  private Optional<Starter> starter = Optional.empty();
  private boolean stopAsked;
  private Optional<Run> run = Optional.empty();
  private Optional<Instant> startedAt = Optional.empty();
  private Optional<HealthCheck> healthCheck = Optional.empty();
  private final CountDownLatch gone = new CountDownLatch(1);

  HostedAllocation(
      AllocationId id,
      AllocateRequest.Order order,
      Did owner,
      Handle orchestrator,
      Handle handle,
      Instant createdAt) {
    this.id = id;
    this.lease = order.leaseOf(id);
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

  /** Who starts it now; {@code done} when that is over, however. */
  private record Starter(Thread thread, CountDownLatch done) {}

  /** Whoever gets {@link StartTurn#YOURS} starts it, and at last calls {@link #endTurn}. */
  synchronized StartTurn takeStart() {
    if (status.ended() || stopAsked) return StartTurn.ENDED;
    if (starter.isPresent()) return StartTurn.STARTING_ALREADY;
    if (status == AllocationStatus.RUNNING) return StartTurn.RUNS_ALREADY;
    begin();
    return StartTurn.YOURS;
  }

  /**
   * The run to replace by a fresh one, whose end is no longer the allocation's; whoever gets it at
   * last calls {@link #endTurn}. Empty if it does not run, or its end is wanted.
   */
  synchronized Optional<Run> takeRestart() {
    if (status != AllocationStatus.RUNNING || stopAsked || starter.isPresent())
      return Optional.empty();
    begin();
    return run;
  }

  private void begin() {
    starter = Optional.of(new Starter(Thread.currentThread(), new CountDownLatch(1)));
  }

  /**
   * False, and nothing changes, if its end was asked for meanwhile: then the run is to go again.
   */
  synchronized boolean started(Run begun, Instant at) {
    if (stopAsked || status.ended()) return false;
    run = Optional.of(begun);
    startedAt = Optional.of(at);
    status = AllocationStatus.RUNNING;
    return true;
  }

  /** The turn that {@link #takeStart} or {@link #takeRestart} gave is over. */
  synchronized void endTurn() {
    starter.ifPresent(s -> s.done().countDown());
    starter = Optional.empty();
    if (stopAsked) Thread.interrupted(); // what askStop sent has done its work, or came too late
  }

  /**
   * Notes that its end is wanted, and waits until nobody starts it any more, which is hurried on by
   * an interrupt. What runs then, if anything, will not be replaced.
   */
  Optional<Run> askStop() throws InterruptedException {
    Optional<Starter> starting;
    synchronized (this) {
      stopAsked = true;
      starting = starter;
      starting.ifPresent(s -> s.thread().interrupt());
    }
    if (starting.isPresent()) starting.get().done().await();
    return run();
  }

  /** Whether this is still the run whose end ends the allocation. */
  synchronized boolean isCurrent(Run candidate) {
    return starter.isEmpty() && run.isPresent() && run.get() == candidate;
  }

  /** True for the one call that ends it. */
  synchronized boolean ended(Exit how) {
    if (status.ended()) return false;
    status =
        switch (how) {
          case Exit.Exited _ when stopAsked -> AllocationStatus.TERMINATED;
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

  /** Nothing of it is left here but its output, and what it ran on has been given back. */
  void goneNow() {
    gone.countDown();
  }

  boolean isGone() {
    return gone.getCount() == 0;
  }

  void awaitGone() throws InterruptedException {
    gone.await();
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

  synchronized boolean isStopAsked() {
    return stopAsked;
  }
}
