package atoll.actor;

import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tasks that run one after the other, in order. Bounded: a full queue says so. */
final class SerialQueue {
  /** Tasks per turn, after which others get theirs. */
  private static final int TURN = 64;

  private static final Logger log = LoggerFactory.getLogger(SerialQueue.class);

  private final Dispatcher dispatcher;
  private final int capacity;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  SerialQueue(Dispatcher dispatcher, int capacity) {
    this.dispatcher = dispatcher;
    this.capacity = capacity;
  }

  boolean offer(Runnable task) {
    synchronized (waiting) {
      if (waiting.size() >= capacity) return false;
      waiting.add(task);
      if (running) return true;
      running = true;
    }
    dispatcher.execute(this::turn);
    return true;
  }

  private void turn() {
    for (int i = 0; i < TURN; i++) {
      Runnable task;
      synchronized (waiting) {
        task = waiting.poll();
        if (task == null) {
          running = false;
          return;
        }
      }
      run(task);
    }
    dispatcher.execute(this::turn);
  }

  /** One broken delivery must not end the others. */
  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("delivery failed", e);
    }
  }
}
