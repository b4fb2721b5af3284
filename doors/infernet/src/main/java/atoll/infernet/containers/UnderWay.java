package atoll.infernet.containers;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts and stops of containers that are under way, each on a thread of its own, so that an end
 * waits for them. From then on none begins to start, and what a start waits for is broken off.
 */
final class UnderWay {
  private final Phaser open = new Phaser(1);
  private final Set<Thread> starting = new HashSet<>();
  private boolean ending;

  synchronized boolean isEnding() {
    return ending;
  }

  /** Whether a start may begin; one that did says so by {@link #started}, on the same thread. */
  synchronized boolean begin() {
    if (ending) return false;
    open.register();
    starting.add(Thread.currentThread());
    return true;
  }

  synchronized void started() {
    starting.remove(Thread.currentThread());
    open.arriveAndDeregister();
  }

  void stopping() {
    open.register();
  }

  void stopped() {
    open.arriveAndDeregister();
  }

  synchronized void end() {
    ending = true;
    starting.forEach(Thread::interrupt);
  }

  /** Whether all have ended in time; after {@link #end}, once. */
  boolean await(Duration patience) throws InterruptedException {
    int phase = open.arriveAndDeregister();
    try {
      var _ = open.awaitAdvanceInterruptibly(phase, patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    }
  }
}
