package atoll.orchestrator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The numbered events of one deployment, for any number of readers that may wait for the next. */
final class EventLog {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final List<DeploymentEvent> events = new ArrayList<>();

  long nextNumber() {
    lock.lock();
    try {
      return events.size() + 1L;
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
        if (event.number() != events.size() + 1L)
          throw new IllegalArgumentException(
              "event " + event.number() + " does not follow " + events.size());
        events.add(event);
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
      while (events.size() <= after && left > 0) left = grown.awaitNanos(left);
      if (events.size() <= after) return List.of();
      return List.copyOf(events.subList((int) Math.max(0, after), events.size()));
    } finally {
      lock.unlock();
    }
  }
}
