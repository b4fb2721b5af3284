package atoll.bench.parts;

import atoll.bench.Stopwatch;
import atoll.workload.ForwardingExecutor;
import atoll.workload.Run;
import atoll.workload.Workload;
import atoll.workload.WorkloadExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An executor, of which others see when it started something. */
final class WatchedExecutor extends ForwardingExecutor {
  private static final int PATIENCE_SECONDS = 60;

  private volatile CompletableFuture<Start> next = new CompletableFuture<>();
  private volatile Stopwatch watch = new Stopwatch();

  /**
   * @param askedAt when the executor was asked to start it, in nanoseconds
   * @param startedAt when it said that it had
   */
  record Start(Run run, long askedAt, long startedAt) {}

  WatchedExecutor(WorkloadExecutor inner) {
    super(inner);
  }

  /** What was started before counts no more; what is, is timed from now on. */
  Stopwatch begin() {
    next = new CompletableFuture<>();
    watch = new Stopwatch();
    return watch;
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
    long askedAt = watch.elapsed();
    var run = inner.start(workload);
    next.complete(new Start(run, askedAt, watch.elapsed()));
    return run;
  }
}
