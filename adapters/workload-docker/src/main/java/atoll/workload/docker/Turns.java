package atoll.workload.docker;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/** One at a time for each key: who comes second waits for the first. */
final class Turns<K> {
  private final ConcurrentMap<K, Queue> queues = new ConcurrentHashMap<>();

  /** Held from being taken until it is closed. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /** A lock and the number of those who hold it or wait, changed only inside the map. */
  private static final class Queue {
    final ReentrantLock lock = new ReentrantLock();
    int interested;
  }

  Turn take(K key) throws InterruptedException {
    var queue = join(key);
    try {
      queue.lock.lockInterruptibly();
    } catch (InterruptedException e) {
      leave(key);
      throw e;
    }
    return () -> end(key, queue);
  }

  /** As {@link #take}, for callers that cannot be interrupted. */
  Turn await(K key) {
    var queue = join(key);
    queue.lock.lock();
    return () -> end(key, queue);
  }

  private Queue join(K key) {
    return queues.compute(
        key,
        (_, known) -> {
          var queue = known == null ? new Queue() : known;
          queue.interested++;
          return queue;
        });
  }

  private void end(K key, Queue queue) {
    queue.lock.unlock();
    leave(key);
  }

  @SuppressWarnings("NullAway") // null takes the entry out
  private void leave(K key) {
    queues.computeIfPresent(key, (_, queue) -> --queue.interested == 0 ? null : queue);
  }
}
