package atoll.provider;

import atoll.actor.Dispatcher;
import atoll.journal.JournalException;
import atoll.kernel.AllocationId;
import atoll.kernel.ExecutorKind;
import atoll.workload.WorkloadExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up what a provider had promised before it was restarted, needing nobody else (W28): all
 * that is held, lent and made is as it was; what runs is watched on; what ran and is gone starts
 * again or has ended; what nobody ordered goes.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /** When a runtime that is away is asked again for what nobody ordered. */
  private static final Duration ORPHANS_AGAIN = Duration.ofSeconds(5);

  private final ProviderMemory memory;
  private final Map<ExecutorKind, WorkloadExecutor> executors;
  private final Commitments commitments;
  private final Allocations allocations;
  private final StandingLeases standing;
  private final Runs runs;
  private final Endings endings;
  private final Dispatcher dispatcher;

  Recovery(
      ProviderMemory memory,
      Map<ExecutorKind, WorkloadExecutor> executors,
      Commitments commitments,
      Allocations allocations,
      StandingLeases standing,
      Runs runs,
      Endings endings,
      Dispatcher dispatcher) {
    this.memory = memory;
    this.executors = executors;
    this.commitments = commitments;
    this.allocations = allocations;
    this.standing = standing;
    this.runs = runs;
    this.endings = endings;
    this.dispatcher = dispatcher;
  }

  /**
   * Everything that is promised counts again when this returns.
   *
   * @throws JournalException if what is remembered cannot be read
   */
  void rebuild() {
    commitments.restore(memory.lending());
    for (var record : memory.allocations()) {
      if (record.holdsRoom()) commitments.restoreMade(record.lease());
      allocations.open(record, memory.assignment(record.id()));
    }
    var over = new ArrayList<AllocationId>();
    Comparator<Lease> latestFirst = Comparator.comparing((Lease hold) -> hold.until()).reversed();
    for (var hold : memory.holds().stream().sorted(latestFirst).toList())
      if (!commitments.restore(hold)) over.add(hold.allocation());
    try {
      memory.release(over);
    } catch (JournalException e) {
      LOG.warn("holds_not_forgotten cause={}", e.getMessage()); // the next restart finds them over
    }
  }

  /** Begins to go on with everything that was rebuilt. */
  void resume() {
    allocations.sweepFolders();
    for (var allocation : allocations.all()) {
      if (allocation.record().holdsRoom()) standing.watch(allocation);
      if (allocation.status().ended()) {
        dispatcher.execute(() -> endings.clear(allocation));
        endings.tell(allocation);
        allocations.forgetInTime(allocation);
      } else if (commitments.isOver(allocation.record().lease())) {
        dispatcher.execute(() -> standing.endIfOver(allocation));
      } else dispatcher.execute(() -> runs.takeUp(allocation));
    }
    executors.values().forEach(executor -> dispatcher.execute(() -> endOrphans(executor)));
  }

  private void endOrphans(WorkloadExecutor executor) {
    if (endings.isClosed()) return;
    try {
      for (var id : executor.allocations()) {
        if (allocations.find(id).isPresent()) continue;
        LOG.info("orphan_ended allocation={} executor={}", id, executor.kind());
        executor.remove(id);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("orphans_unknown executor={} cause={}", executor.kind(), Said.by(e));
      dispatcher.schedule(ORPHANS_AGAIN, () -> endOrphans(executor));
    }
  }
}
