package atoll.simulation.world;

import atoll.actor.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The world's own time, and whose turn it is: a seed chooses among what is ready, and time passes
 * when nothing is. One thread.
 */
final class Turns {
  private static final double LATE = 1.0 / 16;
  private static final Duration LATEST = Duration.ofMillis(20);

  private final Chance chance;
  private final List<Task> ready = new ArrayList<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private long nanos;
  private long order;
  private boolean observing;

  /** Something to do, in a process or, if there is none, in the world itself. */
  record Task(@Nullable Life life, Runnable work) {}

  /** A task that waits for its time. */
  private static final class Timer implements Comparable<Timer> {
    final long at;
    final long order;
    final Task task;
    boolean cancelled;

    Timer(long at, long order, Task task) {
      this.at = at;
      this.order = order;
      this.task = task;
    }

    @Override
    public int compareTo(Timer other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  Turns(Chance chance) {
    this.chance = chance;
  }

  long nanos() {
    return nanos;
  }

  /** Soon; now and then a little later, as where threads are many. */
  void execute(@Nullable Life life, Runnable work) {
    if (life != null && chance.happens(LATE))
      schedule(life, chance.between(Duration.ZERO, LATEST), work);
    else ready.add(new Task(life, work));
  }

  Registration schedule(@Nullable Life life, Duration delay, Runnable work) {
    var timer = new Timer(nanos + Math.max(0, delay.toNanos()), order++, new Task(life, work));
    timers.add(timer);
    return () -> timer.cancelled = true;
  }

  /** Takes what is to be done next, and moves time on to it; empty if nothing is left at all. */
  @Nullable Task next() {
    while (ready.isEmpty()) {
      var timer = timers.poll();
      if (timer == null) return null;
      if (timer.cancelled || timer.task.life() != null && !timer.task.life().isAlive()) continue;
      nanos = Math.max(nanos, timer.at);
      ready.add(timer.task);
    }
    int chosen = ready.size() == 1 ? 0 : chance.below(ready.size());
    var task = ready.get(chosen);
    ready.set(chosen, ready.getLast());
    ready.removeLast();
    return task;
  }

  /** Looks at production code from outside of the world: nothing fails by being looked at. */
  <T> T observe(Supplier<T> look) {
    boolean before = observing;
    observing = true;
    try {
      return look.get();
    } finally {
      observing = before;
    }
  }

  boolean isObserving() {
    return observing;
  }

  /** Moves time on, where nothing is to happen until then. */
  void waitUntil(long instant) {
    nanos = Math.max(nanos, instant);
  }
}
