package atoll.simulation.world;

import atoll.actor.Dispatcher;
import atoll.actor.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One process from its start to its end. Everything through which it touches the world asks it
 * first, so one that has ended does nothing more, even while its stack unwinds.
 */
public final class Life implements Dispatcher {
  private final String name;
  private final Turns turns;
  private final NodeClock clock;
  private final List<Turns.Task> parked = new ArrayList<>();
  private final Runnable ended;
  private boolean alive = true;
  private boolean paused;
  private int touchesLeft = Integer.MAX_VALUE;

  /**
   * @param ended called once, when it ends
   */
  Life(String name, Turns turns, NodeClock clock, Runnable ended) {
    this.name = name;
    this.turns = turns;
    this.clock = clock;
    this.ended = ended;
  }

  String name() {
    return name;
  }

  public boolean isAlive() {
    return alive;
  }

  boolean isPaused() {
    return paused;
  }

  /**
   * Called by whatever the process touches.
   *
   * @throws Crash if it has ended, or ends here
   */
  void touch() {
    if (!survivesATouch()) throw new Crash(name);
  }

  /** The same for what unwinds in a way of its own. */
  boolean survivesATouch() {
    if (alive && !turns.isObserving() && touchesLeft != Integer.MAX_VALUE && --touchesLeft <= 0)
      end();
    return alive;
  }

  /** Touches the world on both sides of an act: it may end before, or right after. */
  <T> T acting(Supplier<T> act) {
    touch();
    var result = act.get();
    touch();
    return result;
  }

  /** Ends it at its so-many-th touch from now. */
  void endAfter(int touches) {
    touchesLeft = touches;
  }

  /** Ends it now. */
  void end() {
    if (!alive) return;
    alive = false;
    parked.clear();
    ended.run();
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
    for (var task : parked) turns.execute(this, task.work());
    parked.clear();
  }

  /** The world tells it something; one that ends by it just hears nothing. */
  void hear(Runnable task) {
    if (survivesATouch()) turns.execute(this, task);
  }

  /** Keeps what comes while it is paused. */
  void park(Turns.Task task) {
    parked.add(task);
  }

  @Override
  public void execute(Runnable task) {
    touch();
    turns.execute(this, task);
  }

  @Override
  public Registration schedule(Duration delay, Runnable task) {
    touch();
    return turns.schedule(this, clock.real(delay), task);
  }
}
