package atoll.provider;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What an allocation has while it lives and leaves when it ends: capacity and ports, and what its
 * runtime keeps of it. Each goes once, whoever sees to it. Safe for any thread.
 */
final class Remains {
  private final Lock clearing = new ReentrantLock();
  private boolean gone;
  private boolean cleared;

  /**
   * @param gone whether what it ran on was given back before
   */
  Remains(boolean gone) {
    this.gone = gone;
  }

  /** Gives back what it ran on, unless that was done. */
  synchronized void giveBack(Runnable giving) {
    if (gone) return;
    giving.run();
    gone = true;
  }

  /** Whether what it ran on has been given back. */
  synchronized boolean isGone() {
    return gone;
  }

  /**
   * Has its executor remove what it left, unless that was done; one removes at a time, the others
   * wait for that.
   *
   * @param removing false if nothing could be removed
   */
  void clear(BooleanSupplier removing) {
    clearing.lock();
    try {
      if (!isCleared() && removing.getAsBoolean()) clearedNow();
    } finally {
      clearing.unlock();
    }
  }

  private synchronized void clearedNow() {
    cleared = true;
  }

  /** Whether nothing of it is left here but its output. */
  synchronized boolean isCleared() {
    return cleared;
  }
}
