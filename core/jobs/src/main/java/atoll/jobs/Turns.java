package atoll.jobs;

import atoll.actor.Dispatcher;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/** Lets a number of calls be with each service at once; further ones wait in order. */
final class Turns {
  private final int atOnce;
  private final Dispatcher dispatcher;
  private final Map<ServiceName, Turn> turns = new HashMap<>();
  private boolean closed;

  private static final class Turn {
    private int taken;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
  }

  Turns(int atOnce, Dispatcher dispatcher) {
    this.atOnce = atOnce;
    this.dispatcher = dispatcher;
  }

  /** Runs {@code work} on its own, now or when its turn comes; it must {@link #giveBack}. */
  void take(ServiceName service, Runnable work) {
    synchronized (this) {
      if (closed) return;
      var turn = turns.computeIfAbsent(service, _ -> new Turn());
      if (turn.taken == atOnce) {
        turn.waiting.add(work);
        return;
      }
      turn.taken++;
    }
    dispatcher.execute(work);
  }

  void giveBack(ServiceName service) {
    Runnable next;
    synchronized (this) {
      var turn = turns.get(service);
      if (turn == null) throw new IllegalStateException("no turn was taken at " + service);
      next = turn.waiting.poll();
      if (next == null) turn.taken--;
    }
    if (next != null) dispatcher.execute(next);
  }

  /** Nobody gets a turn any more, those who wait for one included. */
  synchronized void close() {
    closed = true;
    turns.values().forEach(turn -> turn.waiting.clear());
  }
}
