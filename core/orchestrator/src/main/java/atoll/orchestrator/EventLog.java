package atoll.orchestrator;

import atoll.orchestrator.machine.DeploymentEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The numbered events of one deployment, for any number of readers that may wait for the next. Of a
 * very long life only the newest are kept.
 */
final class EventLog {
  static final int MOST = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final ArrayDeque<DeploymentEvent> events = new ArrayDeque<>();
  private long last;

  /** The number of the oldest event that is kept; one more than the last if there is none. */
  long first() {
    lock.lock();
    try {
      return last - events.size() + 1;
    } finally {
      lock.unlock();
    }
  }

  long last() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  /**
   * @throws IllegalArgumentException unless the events' numbers follow on
   */
  void append(List<DeploymentEvent> more) {
    if (more.isEmpty()) return;
    lock.lock();
    try {
      for (var event : more) {
        if (!events.isEmpty() && event.number() != last + 1)
          throw new IllegalArgumentException(
              "event " + event.number() + " does not follow " + last);
        events.add(event);
        last = event.number();
        if (events.size() > MOST) events.remove();
      }
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Events after number {@code after}, waiting for the first of them at most {@code wait}. */
  List<DeploymentEvent> readAfter(long after, Duration wait) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = wait.toNanos();
      while (last <= after && left > 0) left = grown.awaitNanos(left);
      return events.stream().filter(event -> event.number() > after).toList();
    } finally {
      lock.unlock();
    }
  }
}
