package atoll.workload;

import atoll.kernel.AllocationId;
import atoll.kernel.ExecutorKind;
import java.util.List;
import java.util.Optional;

/** An executor that does what another does, but for what a subclass does otherwise. */
public abstract class ForwardingExecutor implements WorkloadExecutor {
  protected final WorkloadExecutor inner;

  protected ForwardingExecutor(WorkloadExecutor inner) {
    this.inner = inner;
  }

  @Override
  public ExecutorKind kind() {
    return inner.kind();
  }

  @Override
  public Readiness readiness() {
    return inner.readiness();
  }

  @Override
  public Run start(Workload workload) throws InterruptedException {
    return inner.start(workload);
  }

  @Override
  public Optional<Run> find(AllocationId allocation) {
    return inner.find(allocation);
  }

  @Override
  public List<AllocationId> allocations() {
    return inner.allocations();
  }

  @Override
  public void remove(AllocationId allocation) throws InterruptedException {
    inner.remove(allocation);
  }

  @Override
  public void close() {
    inner.close();
  }
}
