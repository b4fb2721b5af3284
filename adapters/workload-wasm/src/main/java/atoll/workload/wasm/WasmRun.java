package atoll.workload.wasm;

import atoll.kernel.AllocationId;
import atoll.workload.CapturedOutput;
import atoll.workload.Exit;
import atoll.workload.OutputFiles;
import atoll.workload.Run;
import atoll.workload.WorkloadExecutorException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A module in its child process. WASI preview 1 knows no signals, so stopping is at once. */
final class WasmRun implements Run {
  private final AllocationId allocation;
  private final OutputFiles output;
  private final Child child;
  private final CompletableFuture<Exit> exit;
  private final AtomicReference<Exit.@Nullable Cause> killedFor = new AtomicReference<>();

  WasmRun(AllocationId allocation, OutputFiles output, Child child) {
    this.allocation = allocation;
    this.output = output;
    this.child = child;
    this.exit = child.end().thenApply(this::ended);
  }

  private Exit ended(Child.End end) {
    Exit how = asExit(end);
    try {
      output.close();
    } catch (IOException e) {
      return new Exit.Lost("its output could not be closed: " + e.getMessage());
    }
    return how;
  }

  private Exit asExit(Child.End end) {
    var cause = killedFor.get();
    return switch (end) {
      case Child.End.Exited(var code) -> new Exit.Exited(code);
      case Child.End.Exhausted() -> new Exit.Killed(Exit.Cause.OUT_OF_MEMORY);
      case Child.End.Died(var why) -> cause == null ? new Exit.Lost(why) : new Exit.Killed(cause);
    };
  }

  /** Ends it by force; the first cause counts. Does not wait. */
  void kill(Exit.Cause cause) {
    killedFor.compareAndSet(null, cause);
    child.kill();
  }

  /** Calls {@code action} once it has ended, at once if it has. */
  void whenEnded(Runnable action) {
    var _ = exit.thenRun(action);
  }

  long pid() {
    return child.pid();
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
    return Optional.ofNullable(exit.getNow(null));
  }

  @Override
  public Exit await() throws InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException e) {
      throw new WorkloadExecutorException("waiting for a module's end", allocation, e);
    }
  }

  @Override
  public void stop(Duration grace) throws InterruptedException {
    kill(Exit.Cause.STOPPED);
    await();
  }

  @Override
  public ExecResult exec(List<String> argv, Duration timeout) {
    throw new WorkloadExecutorException(
        "a WebAssembly module has no inside to run commands in, so refusing one", allocation, null);
  }
}
