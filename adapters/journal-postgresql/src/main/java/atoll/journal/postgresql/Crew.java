package atoll.journal.postgresql;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads that talk to the database for others. An interrupt closes the connection of a virtual
 * thread that waits on it, and a commit that was sent must not be cut; these are never interrupted.
 */
final class Crew implements AutoCloseable {
  private final ExecutorService threads;

  Crew(int size) {
    threads =
        Executors.newFixedThreadPool(
            size, Thread.ofPlatform().daemon().name("journal-postgresql-", 0).factory());
  }

  /** Blocks until it is done, whatever interrupts the caller. */
  <T> T call(Callable<T> work) {
    var future = threads.submit(work);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return get(future);
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) Thread.currentThread().interrupt();
    }
  }

  private static <T> T get(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException why -> {
          why.addSuppressed(e); // where the caller was
          throw why;
        }
        case Error why -> throw why;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
