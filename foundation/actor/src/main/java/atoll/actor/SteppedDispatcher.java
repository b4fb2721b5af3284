package atoll.actor;

import atoll.kernel.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * Runs everything on the caller's thread, in an order that a seed decides, on a clock that moves
 * only when asked: a node under it lives the same life twice. Tasks must not block. Not
 * thread-safe.
 */
public final class SteppedDispatcher implements Dispatcher, InstantSource, Ticker {
  private final Instant start;
  private final RandomGenerator random;
  private final List<Runnable> ready = new ArrayList<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private long nanos;
  private long order;

  private record Timer(long at, long order, Runnable task) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  public SteppedDispatcher(Instant start, RandomGenerator random) {
    this.start = start;
    this.random = random;
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public void execute(Runnable task) {
    ready.add(task);
  }

  @Override
  public Registration schedule(Duration delay, Runnable task) {
    var timer = new Timer(nanos + Math.max(0, delay.toNanos()), order++, task);
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  /** Runs one ready task; false if there is none. */
  public boolean step() {
    if (ready.isEmpty()) return false;
    int chosen = random.nextInt(ready.size());
    var task = ready.get(chosen);
    ready.set(chosen, ready.getLast());
    ready.removeLast();
    task.run();
    return true;
  }

  /** Runs ready tasks until none is left, and leaves the clock where it is. */
  public void settle() {
    boolean more = true;
    while (more) more = step();
  }

  /** Moves the clock by {@code time}, and runs all that becomes ready on the way. */
  public void advance(Duration time) {
    long until = nanos + time.toNanos();
    settle();
    while (!timers.isEmpty() && timers.element().at <= until) {
      var timer = timers.remove();
      nanos = timer.at;
      ready.add(timer.task);
      settle();
    }
    nanos = until;
  }
}
