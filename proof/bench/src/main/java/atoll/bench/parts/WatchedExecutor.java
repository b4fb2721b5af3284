package atoll.bench.parts;

import atoll.kernel.AllocationId;
import atoll.kernel.ExecutorKind;
import atoll.workload.Readiness;
import atoll.workload.Run;
import atoll.workload.Workload;
import atoll.workload.WorkloadExecutor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An executor, of which others see when it started something. */
final class WatchedExecutor implements WorkloadExecutor {
  private static final int PATIENCE_SECONDS = 60;

  private final WorkloadExecutor inner;
  private volatile CompletableFuture<Start> next = new CompletableFuture<>();

  /**
   * @param askedAt when the executor was asked to start it, in nanoseconds
   * @param startedAt when it said that it had
   */
  record Start(Run run, long askedAt, long startedAt) {}

  WatchedExecutor(WorkloadExecutor inner) {
    this.inner = inner;
  }

  /** What was started before counts no more. */
  void forget() {
    next = new CompletableFuture<>();
  }

  Start awaitStart() throws InterruptedException {
    try {
      return next.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("nothing was started", e);
    }
  }

  @Override
  public Run start(Workload workload) throws InterruptedException {
    long askedAt = System.nanoTime();
    var run = inner.start(workload);
    next.complete(new Start(run, askedAt, System.nanoTime()));
    return run;
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
