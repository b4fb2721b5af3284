package atoll.infernet.containers;

import atoll.kernel.AllocationId;
import atoll.kernel.ExecutorKind;
import atoll.workload.CapturedOutput;
import atoll.workload.Exit;
import atoll.workload.OutputFiles;
import atoll.workload.Readiness;
import atoll.workload.Run;
import atoll.workload.Workload;
import atoll.workload.WorkloadExecutor;
import atoll.workload.WorkloadExecutorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine whose containers run until a test ends them, outlive whoever started them, and are
 * started again as they are.
 */
public final class FakeEngine implements WorkloadExecutor {
  final List<Workload> starts = new CopyOnWriteArrayList<>();
  final List<String> removed = new CopyOnWriteArrayList<>();
  final AtomicInteger failures = new AtomicInteger();
  volatile String failing = "";
  volatile Delay delay = () -> {};
  private final Map<AllocationId, FakeRun> runs = new ConcurrentHashMap<>();

  /** What a start waits for. */
  @FunctionalInterface
  interface Delay {
    void pass() throws InterruptedException;
  }

  void end(String name, int code) {
    runs.forEach((id, run) -> {
      if (id.allocation().value().equals(name)) run.end.complete(new Exit.Exited(code));
    });
  }

  boolean runs(String name) {
    return runs.values().stream()
        .anyMatch(run -> run.allocation.allocation().value().equals(name) && run.exit().isEmpty());
  }

  @Override
  public ExecutorKind kind() {
    return ExecutorKind.DOCKER;
  }

  @Override
  public Readiness readiness() {
    return new Readiness.Ready("fake", List.of());
  }

  @Override
  public Run start(Workload workload) throws InterruptedException {
    var known = runs.get(workload.allocation());
    if (known != null && known.exit().isEmpty()) return known;
    delay.pass();
    if (workload.allocation().allocation().value().equals(failing)) {
      failures.incrementAndGet();
      throw new WorkloadExecutorException("there is no such image", workload.allocation(), null);
    }
    starts.add(workload);
    var run = FakeRun.of(workload);
    runs.put(workload.allocation(), run);
    return run;
  }

  @Override
  public Optional<Run> find(AllocationId allocation) {
    return Optional.ofNullable(runs.get(allocation));
  }

  @Override
  public List<AllocationId> allocations() {
    return List.copyOf(runs.keySet());
  }

  @Override
  public void remove(AllocationId allocation) {
    var run = runs.remove(allocation);
    if (run == null) return;
    removed.add(allocation.allocation().value());
    run.stop(Duration.ZERO);
  }

  @Override
  public void close() {}

  private static final class FakeRun implements Run {
    private final AllocationId allocation;
    private final OutputFiles output;
    private final CompletableFuture<Exit> end = new CompletableFuture<>();

    private FakeRun(AllocationId allocation, OutputFiles output) {
      this.allocation = allocation;
      this.output = output;
      var _ = end.thenRun(this::nothingMoreIsWritten);
    }

    static FakeRun of(Workload workload) {
      try {
        return new FakeRun(
            workload.allocation(),
            OutputFiles.open(workload.directory(), OutputFiles.DEFAULT_LIMIT_BYTES));
      } catch (IOException e) {
        throw new UncheckedIOException("opening the output of a container", e);
      }
    }

    private void nothingMoreIsWritten() {
      try {
        output.close();
      } catch (IOException e) {
        throw new UncheckedIOException("closing the output of a container", e);
      }
    }

    @Override
    public AllocationId allocation() {
      return allocation;
    }

    @Override
    public CapturedOutput output() {
      return output;
    }

    @Override
    public Optional<Exit> exit() {
      return Optional.ofNullable(end.getNow(null));
    }

    @Override
    public Exit await() {
      return end.join();
    }

    @Override
    public void stop(Duration grace) {
      end.complete(new Exit.Killed(Exit.Cause.STOPPED));
    }

    @Override
    public ExecResult exec(List<String> argv, Duration timeout) {
      throw new WorkloadExecutorException("there is no inside", allocation, null);
    }
  }
}
