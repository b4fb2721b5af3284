package atoll.node;

import java.util.concurrent.CountDownLatch;

/**
 * Somebody's wish that what this thread starts, and then keeps, ends: before it has started, the
 * start is interrupted.
 */
final class Ending {
  private final Thread starter = Thread.currentThread();
  private final CountDownLatch asked = new CountDownLatch(1);
  private boolean started;

  /** From any thread, and as often as anybody likes. */
  synchronized void ask() {
    if (asked.getCount() == 0) return;
    asked.countDown();
    if (!started) starter.interrupt();
  }

  boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** From now on nothing is interrupted. */
  synchronized void started() {
    started = true;
    if (isAsked()) Thread.interrupted();
  }

  /** To be waited on, by whoever keeps what runs. */
  CountDownLatch latch() {
    return asked;
  }
}
