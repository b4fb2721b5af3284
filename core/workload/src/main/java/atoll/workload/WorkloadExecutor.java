package atoll.workload;

import atoll.kernel.AllocationId;
import atoll.kernel.ExecutorKind;
import java.util.List;
import java.util.Optional;

/**
 * Runs workloads in isolation and knows nothing of deployments. Adapters: workload-docker,
 * workload-wasm; {@link NullExecutor} is here. Every implementation passes {@code
 * WorkloadExecutorContract}. Source of the life cycle: DMS §9.1. All methods may be called from any
 * thread.
 */
public interface WorkloadExecutor extends AutoCloseable {
  ExecutorKind kind();

  /**
   * Whether workloads can be started now, and what cannot be enforced here. Answers within seconds,
   * never throws.
   */
  Readiness readiness();

  /**
   * Starts a workload; returns when its first process runs (minutes if an image must be fetched).
   * Repeating it for an allocation that runs returns the same run; one that has ended stays ended
   * until {@link #remove}. Interruption stops the attempt and leaves nothing behind.
   *
   * @throws WorkloadExecutorException if the runtime failed or the workload cannot be started;
   *     nothing is left behind
   */
  Run start(Workload workload) throws InterruptedException;

  /** The run of an allocation, if this executor knows it: running, or ended and not yet removed. */
  Optional<Run> find(AllocationId allocation);

  /**
   * Every allocation of which this executor has anything, running or ended and not yet removed,
   * also from before this process.
   *
   * @throws atoll.kernel.AtollException if a runtime has to be asked and does not answer
   */
  List<AllocationId> allocations();

  /**
   * Stops the allocation's run if it runs, without grace, and removes all it left but its captured
   * output. Repeating is harmless, and so is an allocation that was never started.
   */
  void remove(AllocationId allocation) throws InterruptedException;

  /** Lets go of the runtime; running workloads go on where the runtime is another process. */
  @Override
  void close();
}
