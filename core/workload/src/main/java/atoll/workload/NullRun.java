package atoll.workload;

import atoll.kernel.AllocationId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A run of nothing: only its end can be waited for. */
final class NullRun implements Run, CapturedOutput {
  private final AllocationId allocation;
  private final Path directory;
  private final CompletableFuture<Exit> ending = new CompletableFuture<>();

  NullRun(AllocationId allocation, Path directory) {
    this.allocation = allocation;
    this.directory = directory;
  }

  /** The first end counts. */
  void end(Exit exit) {
    ending.complete(exit);
  }

  void forgetWhenEnded(Alarm.Set deadline) {
    var _ = ending.thenRun(deadline::cancel);
  }

  @Override
  public AllocationId allocation() {
    return allocation;
  }

  @Override
  public CapturedOutput output() {
    return this;
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
        "the null executor has no inside to run commands in, so refusing one", allocation, null);
  }

  @Override
  public Path file(Stream stream) {
    return directory.resolve(stream.fileName());
  }

  @Override
  public byte[] read(Stream stream, long offset, int maxBytes) {
    return new byte[0];
  }

  @Override
  public boolean awaitBeyond(Stream stream, long offset, Duration atMost)
      throws InterruptedException {
    try {
      ending.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      return false;
    } catch (TimeoutException e) {
      return true;
    } catch (ExecutionException e) {
      throw new AssertionError("only ever completed with an exit", e);
    }
  }
}
