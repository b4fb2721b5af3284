package atoll.cli.deployment;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Waits for something that may hang in a socket, so that ^C always ends the waiting: a virtual
 * thread leaves a socket when it is interrupted.
 */
final class Interruptible {
  private Interruptible() {}

  static <T> T call(Callable<T> task) throws InterruptedException {
    var result = new CompletableFuture<T>();
    var thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                result.complete(task.call());
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            });
    try {
      return result.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException interrupted) throw interrupted;
      if (e.getCause() instanceof RuntimeException failure) throw failure;
      throw new IllegalStateException(e.getCause());
    }
  }
}
