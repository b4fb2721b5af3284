package atoll.provider;

import atoll.actor.Dispatcher;
import atoll.journal.JournalException;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.ExecutorKind;
import atoll.workload.Exit;
import atoll.workload.Run;
import atoll.workload.WorkloadExecutor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How allocations end: the end is remembered, then nothing is left running, then what it ran on is
 * given back, then whoever ordered it is told. Safe for any thread.
 */
final class Endings {
  /** Why those end whose end was asked for. */
  static final String STOPPED = "stopped";

  private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

  /** When what the disk refused to remember is tried again. */
  private static final Duration REMEMBER_AGAIN = Duration.ofSeconds(5);

  /** When what could not be removed, because its runtime was away, is tried again. */
  private static final Duration REMOVE_AGAIN = Duration.ofSeconds(30);

  private final Map<ExecutorKind, WorkloadExecutor> executors;
  private final ResourceLedger ledger;
  private final PortLedger ports;
  private final Hosting hosting;
  private final InstantSource clock;
  private final Dispatcher dispatcher;
  private final Consumer<HostedAllocation> afterwards;

  /** Of these the end, or the removal, is tried again by itself already. */
  private final Set<HostedAllocation> endsDue = ConcurrentHashMap.newKeySet();

  private final Set<HostedAllocation> removalsDue = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param afterwards told of each that has ended
   */
  Endings(
      Map<ExecutorKind, WorkloadExecutor> executors,
      ResourceLedger ledger,
      PortLedger ports,
      Hosting hosting,
      InstantSource clock,
      Dispatcher dispatcher,
      Consumer<HostedAllocation> afterwards) {
    this.executors = executors;
    this.ledger = ledger;
    this.ports = ports;
    this.hosting = hosting;
    this.clock = clock;
    this.dispatcher = dispatcher;
    this.afterwards = afterwards;
  }

  /** How whoever ordered an allocation learns of its end. */
  enum Told {
    /** By the answer to what ended it. */
    BY_ANSWER,
    /** By a report. */
    BY_REPORT
  }

  /**
   * Ends an allocation, once.
   *
   * @param why for people
   * @throws JournalException if that is not durable and an answer was to tell it; it is tried again
   */
  void end(HostedAllocation allocation, Exit exit, String why, Told told) {
    var ending = Exits.ending(allocation, exit, why, told, clock.instant());
    try {
      end(allocation, () -> allocation.ended(ending));
    } catch (JournalException e) {
      endLater(allocation, e);
      if (told == Told.BY_ANSWER) throw e;
    }
  }

  /** The end of a run by itself, which is the allocation's unless the run is being replaced. */
  void end(HostedAllocation allocation, Run run, Exit exit) {
    var ending = Exits.ending(allocation, exit, Exits.why(exit), Told.BY_REPORT, clock.instant());
    try {
      end(allocation, () -> allocation.ended(run, ending));
    } catch (JournalException e) {
      endLater(allocation, e);
    }
  }

  private void endLater(HostedAllocation allocation, JournalException cause) {
    LOG.warn("end_not_remembered allocation={} cause={}", allocation.id, cause.getMessage());
    if (endsDue.add(allocation)) dispatcher.schedule(REMEMBER_AGAIN, () -> endAsOwed(allocation));
  }

  /** Ends what still owes its end, and not what was started anew meanwhile. */
  private void endAsOwed(HostedAllocation allocation) {
    endsDue.remove(allocation);
    if (closed || !allocation.owesEnd()) return;
    try {
      end(allocation, allocation::endedAsOwed);
      if (allocation.isStopAsked()) {
        allocation.release();
        clear(allocation);
      }
      boolean inTurn = allocation.owesEnd(); // somebody brings it up just now
      if (inTurn && endsDue.add(allocation))
        dispatcher.schedule(REMEMBER_AGAIN, () -> endAsOwed(allocation));
    } catch (JournalException e) {
      endLater(allocation, e);
    }
  }

  private void end(HostedAllocation allocation, BooleanSupplier remembered) {
    if (closed || !remembered.getAsBoolean()) return;
    clear(allocation);
    tell(allocation);
    afterwards.accept(allocation);
  }

  /**
   * Ends an allocation and gives everything back; returns when that is done and nothing of it is
   * left running or ended in its runtime. Repeating is harmless.
   *
   * @throws AtollException if it is not remembered, or its runtime does not let go of it yet; it is
   *     tried again
   */
  void shutDown(HostedAllocation allocation, String why, Told told) throws InterruptedException {
    if (closed) throw new AtollException(ErrorCode.UNREACHABLE, Refusals.STOPPING);
    stop(allocation);
    end(allocation, new Exit.Killed(Exit.Cause.STOPPED), why, told);
    release(allocation);
    clear(allocation); // even if its end is doing so: whoever asked waits until nothing is left
    if (!allocation.remains.isCleared() && !allocation.isRetired())
      throw new AtollException(
          ErrorCode.EXECUTOR_FAILED,
          allocation.id.manifestKey() + " could not be ended yet, and is tried again");
    if (told == Told.BY_ANSWER) allocation.heard(allocation.record());
    hosting.close(allocation.id, allocation.handle);
  }

  private void release(HostedAllocation allocation) {
    try {
      allocation.release();
    } catch (JournalException e) {
      endLater(allocation, e);
      throw e;
    }
  }

  /** The same where nobody waits: whoever found it due finds it again if it fails. */
  void shutDownIfPossible(HostedAllocation allocation, String why, Told told) {
    try {
      shutDown(allocation, why, told);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (AtollException e) {
      LOG.warn("end_delayed allocation={} cause={}", allocation.id, e.getMessage());
    }
  }

  /** Stops what runs, and lets nothing run any more; the end itself is still to be remembered. */
  static void stop(HostedAllocation allocation) throws InterruptedException {
    var run = allocation.askStop();
    try {
      if (run.isPresent()) run.get().stop(Runs.GRACE);
    } catch (RuntimeException e) {
      LOG.warn("stop_failed allocation={} cause={}", allocation.id, Said.by(e));
    }
  }

  /** From now on nothing ends: what runs goes on without this provider. */
  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * Has nothing left running of what has ended, and gives back what it ran on unless it is kept: as
   * soon as it runs no more, even if its runtime does not let go of it yet.
   */
  void clear(HostedAllocation allocation) {
    if (allocation.record().holdsRoom()) return; // its next start clears away what is left
    boolean ranOut = allocation.run().map(run -> run.exit().isPresent()).orElse(false);
    if (ranOut) giveBack(allocation);
    allocation.remains.clear(() -> !allocation.isRetired() && removed(allocation));
    if (allocation.remains.isCleared()) giveBack(allocation);
    else if (!allocation.isRetired() && removalsDue.add(allocation))
      dispatcher.schedule(REMOVE_AGAIN, () -> clearAgain(allocation));
  }

  private void clearAgain(HostedAllocation allocation) {
    removalsDue.remove(allocation);
    if (!closed) clear(allocation);
  }

  private void giveBack(HostedAllocation allocation) {
    allocation.remains.giveBack(() -> {
      ports.release(allocation.id, allocation.lease);
      ledger.release(allocation.id, allocation.lease);
    });
  }

  /** Even if this thread is told to stop meanwhile. */
  private boolean removed(HostedAllocation allocation) {
    var executor = executors.get(allocation.order.execution().kind());
    if (executor == null) return true;
    boolean interrupted = Thread.interrupted();
    try {
      executor.remove(allocation.id);
      return true;
    } catch (InterruptedException e) {
      interrupted = true;
      LOG.warn("remove_interrupted allocation={}", allocation.id);
      return false;
    } catch (RuntimeException e) {
      LOG.warn("remove_failed allocation={} cause={}", allocation.id, Said.by(e));
      return false;
    } finally {
      if (interrupted) Thread.currentThread().interrupt();
    }
  }

  /** Tells of an end that nobody has been heard to know of. */
  void tell(HostedAllocation allocation) {
    var record = allocation.record();
    if (record.ending().isEmpty() || record.ending().get().told()) return;
    hosting.report(
        allocation.orchestrator,
        Exits.termination(record, record.ending().get()),
        () -> allocation.heard(record));
  }
}
