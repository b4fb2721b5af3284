package atoll.node;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets what runs end in order when the process is told to terminate (SIGTERM, or its terminal
 * goes), for half a minute.
 */
final class Termination implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  /**
   * @param stop asks what runs to end; {@link #close} says that it has
   */
  Termination(Runnable stop) {
    hook =
        new Thread(
            () -> {
              stop.run();
              try {
                if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                  System.err.println("atoll: not everything ended in time");
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "termination");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // the process is terminating, and the hook has just been told that it may
    }
  }
}
