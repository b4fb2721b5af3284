package atoll.actor;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs nothing any more once its process is dead. For tests of what may crash and come back. */
public record MortalDispatcher(Dispatcher world, AtomicBoolean alive) implements Dispatcher {
  @Override
  public void execute(Runnable task) {
    world.execute(() -> runIfAlive(task));
  }

  @Override
  public Registration schedule(Duration delay, Runnable task) {
    return world.schedule(delay, () -> runIfAlive(task));
  }

  private void runIfAlive(Runnable task) {
    if (alive.get()) task.run();
  }
}
