package atoll.workload;

import atoll.kernel.AllocationId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** A run of a {@link ScriptedExecutor}; its first end counts. */
final class ScriptedRun implements Run {
  private final AllocationId allocation;
  private final OutputFiles output;
  private final CompletableFuture<Exit> ending = new CompletableFuture<>();

  ScriptedRun(AllocationId allocation, OutputFiles output) {
    this.allocation = allocation;
    this.output = output;
  }

  void write(byte[] bytes) throws IOException {
    output.append(CapturedOutput.Stream.STDOUT, bytes);
  }

  void end(Exit exit) {
    try {
      output.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing the output of " + allocation, e);
    }
    ending.complete(exit);
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
    return Optional.ofNullable(ending.getNow(null));
  }

  @Override
  public Exit await() throws InterruptedException {
    try {
      return ending.get();
    } catch (ExecutionException e) {
      throw new AssertionError("only ever completed with an exit", e);
    }
  }

  @Override
  public void onEnd(Consumer<Exit> then) {
    var _ = ending.thenAccept(then);
  }

  @Override
  public void stop(Duration grace) {
    end(new Exit.Killed(Exit.Cause.STOPPED));
  }

  @Override
  public ExecResult exec(List<String> argv, Duration timeout) {
    throw new WorkloadExecutorException(
        "a scripted run has no inside to run commands in, so refusing one", allocation, null);
  }
}
