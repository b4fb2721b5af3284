package atoll.provider;

import atoll.actor.Dispatcher;
import atoll.journal.JournalException;
import atoll.kernel.AllocationType;
import atoll.kernel.Backoff;
import atoll.kernel.ErrorCode;
import atoll.kernel.ExecutorKind;
import atoll.protocol.Outcome;
import atoll.provider.AllocationRecord.Phase;
import atoll.provider.Endings.Told;
import atoll.workload.Exit;
import atoll.workload.Run;
import atoll.workload.Workload;
import atoll.workload.WorkloadExecutor;
import atoll.workload.WorkloadExecutorException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How allocations run: brought up when they are told to, again when they are told again or this
 * machine was restarted, and watched to their end. Safe for any thread.
 */
final class Runs {
  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

  /** How long a workload may take to end by itself when it is asked to. */
  static final Duration GRACE = Duration.ofSeconds(10);

  /** When a runtime that is away is asked again for what it knows. */
  private static final Backoff FIND_AGAIN =
      new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  /** So often; a runtime that is restarted is back by then. */
  private static final int FIND_TIMES = 20;

  private final Map<ExecutorKind, WorkloadExecutor> executors;
  private final Workloads workloads;
  private final Endings endings;
  private final InstantSource clock;
  private final Dispatcher dispatcher;

  Runs(
      Map<ExecutorKind, WorkloadExecutor> executors,
      Workloads workloads,
      Endings endings,
      InstantSource clock,
      Dispatcher dispatcher) {
    this.executors = executors;
    this.workloads = workloads;
    this.endings = endings;
    this.clock = clock;
    this.dispatcher = dispatcher;
  }

  /**
   * Starts run {@code number}, in place of an earlier one if there is one; returns when it runs,
   * which takes minutes if an image must be fetched. Repeating is harmless.
   *
   * @param number 0 for the first
   * @throws JournalException if that it is to run is not durable; then nothing has changed
   */
  Outcome start(HostedAllocation allocation, long number) throws InterruptedException {
    return inTurn(allocation, () -> allocation.takeStart(number), Told.BY_ANSWER);
  }

  /**
   * Stops an allocation and starts it again on what it holds (DMS §4.8); waits for whoever brings
   * it up just now.
   *
   * @throws JournalException if that it is to run anew is not durable; then nothing has changed
   */
  Outcome restart(HostedAllocation allocation) throws InterruptedException {
    return inTurn(allocation, allocation::takeRestart, Told.BY_REPORT);
  }

  private Outcome inTurn(HostedAllocation allocation, Supplier<StartTurn> taking, Told told)
      throws InterruptedException {
    while (true) {
      switch (taking.get()) {
        case StartTurn.Yours turn -> {
          return bring(allocation, turn, told);
        }
        case StartTurn.DoneBefore() -> {
          return Outcome.DONE;
        }
        case StartTurn.Refused(var why) -> {
          return Outcome.failed(why);
        }
        case StartTurn.AfterThis(var over) -> over.await();
      }
    }
  }

  /** Brings a run up in the turn that this thread was given, and watches it. */
  private Outcome bring(HostedAllocation allocation, StartTurn.Yours turn, Told told)
      throws InterruptedException {
    try {
      if (allocation.record().phase() == Phase.PENDING) clearNamesake(allocation);
      allocation.starting(turn.number());
      var run = patiently(allocation, executor -> replace(executor, allocation, turn));
      return allocation.started(run, clock.instant()) ? Outcome.DONE : stopped(allocation);
    } catch (JournalException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      if (allocation.isStopAsked()) return stopped(allocation);
      if (endings.isClosed()) return Outcome.failed(Refusals.STOPPING);
      var why = Said.by(e);
      LOG.info("start_failed allocation={} cause={}", allocation.id, why);
      endings.end(allocation, new Exit.Lost(why), why, told);
      return Outcome.failed(why);
    } catch (InterruptedException e) {
      if (allocation.isStopAsked()) return stopped(allocation);
      var killed = new Exit.Killed(Exit.Cause.STOPPED);
      endings.end(allocation, killed, Exits.why(killed), told);
      throw e;
    } finally {
      endTurn(allocation);
    }
  }

  /**
   * Removes what an earlier allocation of this name may have left, which would be taken for the
   * first run; before that is remembered, since a start that is taken up must find its own run.
   */
  private void clearNamesake(HostedAllocation allocation) throws IOException, InterruptedException {
    var _ =
        patiently(
            allocation,
            executor -> {
              executor.remove(allocation.id);
              return true;
            });
  }

  /** Something that is asked of an executor. */
  private interface Asked<T> {
    T of(WorkloadExecutor executor) throws IOException, InterruptedException;
  }

  /**
   * A runtime that is away is waited for: a start may have come far enough before it went, and
   * elsewhere it would be a second one.
   */
  private <T> T patiently(HostedAllocation allocation, Asked<T> asked)
      throws IOException, InterruptedException {
    var executor = executor(allocation);
    for (int left = FIND_TIMES; ; left--) {
      try {
        return asked.of(executor);
      } catch (WorkloadExecutorException e) {
        if (e.code() != ErrorCode.UNREACHABLE || left == 0) throw e;
        LOG.info("start_waits allocation={} cause={}", allocation.id, e.getMessage());
        rest();
        if (endings.isClosed()) throw e;
      }
    }
  }

  private void rest() throws InterruptedException {
    var over = new CountDownLatch(1);
    dispatcher.schedule(FIND_AGAIN.first(), over::countDown);
    over.await();
  }

  private Run replace(WorkloadExecutor executor, HostedAllocation allocation, StartTurn.Yours turn)
      throws IOException, InterruptedException {
    if (turn.old().isPresent()) turn.old().get().stop(GRACE);
    if (allocation.record().phase() == Phase.REPLACING) executor.remove(allocation.id);
    return executor.start(workload(allocation));
  }

  /** Whoever asked for the end waits for this turn to be over, and ends it then. */
  private static Outcome stopped(HostedAllocation allocation) {
    return Outcome.failed(allocation.id.manifestKey() + " was stopped while it started");
  }

  private WorkloadExecutor executor(HostedAllocation allocation) throws IOException {
    var kind = allocation.order.execution().kind();
    var executor = executors.get(kind);
    if (executor == null) throw new IOException("this provider has no executor " + kind.wireName());
    return executor;
  }

  private Workload workload(HostedAllocation allocation) throws IOException, InterruptedException {
    var lease = allocation.record().lease();
    return workloads.prepare(
        allocation.id,
        allocation.order,
        lease.part(),
        lease.ports(),
        allocation.owner,
        allocation.orchestrator);
  }

  /** Watches what runs from now on, be it new or what could not be replaced. */
  private void endTurn(HostedAllocation allocation) {
    allocation.endTurn(); // first, since the end of a run that is being replaced counts for nothing
    allocation
        .run()
        .ifPresent(
            run -> run.onEnd(exit -> dispatcher.execute(() -> endings.end(allocation, run, exit))));
  }

  // --- after a restart of this machine

  /**
   * Goes on where a restart of this provider left an allocation: a run that its executor still
   * knows is watched on; a service that is gone is started; a task that is gone has ended, since
   * nothing may run twice by itself. What cannot be done yet is tried again.
   */
  void takeUp(HostedAllocation allocation) {
    takeUp(allocation, FIND_AGAIN.first());
  }

  /**
   * @param pause before it is tried again; twice as long after that
   */
  private void takeUp(HostedAllocation allocation, Duration pause) {
    if (endings.isClosed() || allocation.record().phase() == Phase.PENDING) return;
    switch (allocation.takeUp()) {
      case StartTurn.Yours turn -> {
        if (!takenUp(allocation, turn)) takeUpLater(allocation, pause, FIND_AGAIN.after(pause));
      }
      case StartTurn.AfterThis _ -> takeUpLater(allocation, FIND_AGAIN.first(), FIND_AGAIN.first());
      case StartTurn.DoneBefore(), StartTurn.Refused _ -> {}
    }
  }

  private void takeUpLater(HostedAllocation allocation, Duration pause, Duration next) {
    dispatcher.schedule(pause, () -> takeUp(allocation, next));
  }

  /** False if it is to be tried again; the turn is over by then. */
  private boolean takenUp(HostedAllocation allocation, StartTurn.Yours turn) {
    boolean mine = true;
    try {
      boolean replacing = allocation.record().phase() == Phase.REPLACING;
      var known = replacing ? Optional.<Run>empty() : executor(allocation).find(allocation.id);
      if (known.isPresent()) {
        allocation.started(known.get(), clock.instant());
        return true;
      }
      if (allocation.order.type() == AllocationType.TASK) {
        var why = "this provider was restarted while it ran, and its run is gone";
        endings.end(allocation, new Exit.Lost(why), why, Told.BY_REPORT);
        return true;
      }
      LOG.info("started_again allocation={}", allocation.id);
      mine = false; // the turn ends with it
      var outcome = bring(allocation, turn, Told.BY_REPORT);
      if (!outcome.ok()) LOG.warn("start_failed allocation={} cause={}", allocation.id, outcome);
      return true;
    } catch (IOException | RuntimeException e) {
      LOG.warn("take_up_failed allocation={} cause={}", allocation.id, Said.by(e));
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    } finally {
      if (mine) endTurn(allocation);
    }
  }
}
