package atoll.jobs;

import atoll.actor.Dispatcher;
import atoll.actor.Registration;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Lets a number of calls be with each service at once; further ones wait in order. Those for a
 * service that has a limit of its own wait for {@link #PATIENCE} at most.
 */
final class Turns {
  /** For so long the original takes a job to be running (Infernet A.6). */
  static final Duration PATIENCE = Duration.ofSeconds(900);

  static final String TOO_LATE = "it had no room for another call within 900 s";

  private final int atOnce;
  private final Function<ServiceName, OptionalInt> own;
  private final Dispatcher dispatcher;
  private final Map<ServiceName, Turn> turns = new HashMap<>();
  private boolean closed;

  /** What somebody waited for. */
  enum End {
    /** A turn, which is to be given back. */
    TURN,
    TOO_LATE,
    CLOSED
  }

  private static final class Turn {
    private final int atOnce;
    private final boolean limited;
    private int taken;
    private final Queue<Waiting> waiting = new ArrayDeque<>();

    Turn(int atOnce, boolean limited) {
      this.atOnce = atOnce;
      this.limited = limited;
    }
  }

  private static final class Waiting {
    private final Consumer<End> then;
    private Registration timer = () -> {};

    Waiting(Consumer<End> then) {
      this.then = then;
    }
  }

  /**
   * @param atOnce to a service without a limit of its own
   */
  Turns(int atOnce, Function<ServiceName, OptionalInt> own, Dispatcher dispatcher) {
    this.atOnce = atOnce;
    this.own = own;
    this.dispatcher = dispatcher;
  }

  /**
   * Tells {@code then} once, and never within this call, that its turn came, which it must {@link
   * #giveBack}, or that it will not.
   */
  void take(ServiceName service, Consumer<End> then) {
    synchronized (this) {
      var turn = turn(service);
      if (closed || turn.taken == turn.atOnce) {
        if (!closed) wait(turn, new Waiting(then));
        else dispatcher.execute(() -> then.accept(End.CLOSED));
        return;
      }
      turn.taken++;
    }
    dispatcher.execute(() -> then.accept(End.TURN));
  }

  /** Takes a turn if nobody has to be waited for. */
  synchronized boolean tryTake(ServiceName service) {
    var turn = turn(service);
    if (closed || turn.taken == turn.atOnce) return false;
    turn.taken++;
    return true;
  }

  /** The same as {@link #take}, blocking. A turn that comes after an interruption is given back. */
  End await(ServiceName service) throws InterruptedException {
    var came = new CompletableFuture<End>();
    take(service, came::complete);
    try {
      return came.get();
    } catch (InterruptedException e) {
      var _ =
          came.thenAccept(end -> {
            if (end == End.TURN) giveBack(service);
          });
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Turn turn(ServiceName service) {
    return turns.computeIfAbsent(
        service,
        name -> {
          var limit = own.apply(name);
          return new Turn(limit.orElse(atOnce), limit.isPresent());
        });
  }

  private void wait(Turn turn, Waiting one) {
    turn.waiting.add(one);
    if (turn.limited) one.timer = dispatcher.schedule(PATIENCE, () -> giveUp(turn, one));
  }

  private void giveUp(Turn turn, Waiting one) {
    synchronized (this) {
      if (!turn.waiting.remove(one)) return; // its turn came just before
    }
    one.then.accept(End.TOO_LATE);
  }

  void giveBack(ServiceName service) {
    Waiting next;
    synchronized (this) {
      var turn = turns.get(service);
      if (turn == null) throw new IllegalStateException("no turn was taken at " + service);
      next = turn.waiting.poll();
      if (next == null) turn.taken--;
    }
    if (next == null) return;
    next.timer.close();
    var then = next.then;
    dispatcher.execute(() -> then.accept(End.TURN));
  }

  /** Nobody gets a turn any more; those who wait for one are told so. */
  void close() {
    var waiting = new ArrayList<Waiting>();
    synchronized (this) {
      closed = true;
      for (var turn : turns.values()) {
        waiting.addAll(turn.waiting);
        turn.waiting.clear();
      }
    }
    for (var one : waiting) {
      one.timer.close();
      one.then.accept(End.CLOSED);
    }
  }
}
