package atoll.workload.docker;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One try at following a container to its end: a stream of what it writes and an answer that comes
 * when it ends, each read by a thread of its own. If one comes to its end and the other does not
 * soon after, the round is broken, and another may be tried.
 */
final class Round implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final EngineStream output;
  private final EngineStream exit;
  private final Thread reader;
  private final CompletableFuture<@Nullable Void> outputEnded = new CompletableFuture<>();
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

  /** What a round came to: whether every byte was captured, and the exit code if it was told. */
  record Result(boolean complete, OptionalInt exitCode) {}

  Round(EngineStream output, EngineStream exit, Capture capture) {
    this.output = output;
    this.exit = exit;
    this.reader =
        Thread.startVirtualThread(() -> {
          try {
            Frames.read(output.bytes(), capture);
            outputEnded.complete(null);
          } catch (IOException | RuntimeException e) {
            outputEnded.completeExceptionally(e);
          }
        });
    Thread.startVirtualThread(() -> {
      try {
        exitCode.complete(exit.exitCode());
      } catch (IOException | RuntimeException e) {
        exitCode.completeExceptionally(e);
      }
    });
  }

  /** Waits for the container's end, or until the round is broken. */
  Result await() throws InterruptedException {
    try {
      var _ = CompletableFuture.anyOf(outputEnded, exitCode).get();
    } catch (ExecutionException _) {
      // which of the two broke is looked at below
    }
    boolean complete = ends(outputEnded);
    return new Result(
        complete, ends(exitCode) ? OptionalInt.of(exitCode.resultNow()) : OptionalInt.empty());
  }

  private static boolean ends(CompletableFuture<?> future) throws InterruptedException {
    try {
      var _ = future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException _) {
      return false;
    }
  }

  /** Returns when nothing more is captured, so that a next round knows where to go on. */
  @Override
  public void close() {
    output.close();
    exit.close();
    boolean interrupted = false;
    while (reader.isAlive()) {
      try {
        reader.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
  }
}
