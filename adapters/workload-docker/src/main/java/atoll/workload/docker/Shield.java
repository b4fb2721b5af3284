package atoll.workload.docker;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keeps an interruption from tearing an order to the engine in half: without it, nobody would know
 * whether the container was made. The caller stays interrupted and acts on it afterwards.
 */
final class Shield {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Shield() {}

  /**
   * Runs {@code order} to its end, whatever happens to the calling thread meanwhile.
   *
   * @throws TimeoutException if the caller was interrupted and the order did not end soon after
   */
  static <T> T call(Callable<T> order) throws ExecutionException, TimeoutException {
    var task = new FutureTask<>(order);
    Thread.startVirtualThread(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return interrupted ? task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) : task.get();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) Thread.currentThread().interrupt();
    }
  }
}
