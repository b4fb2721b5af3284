package atoll.provider;

import atoll.actor.Dispatcher;
import atoll.actor.Registration;
import java.time.Duration;

/** Does on another thread what it is given, while whoever gives it is held up. */
record HastyDispatcher(Dispatcher later) implements Dispatcher {
  @Override
  public void execute(Runnable task) {
    try {
      Thread.ofVirtual().start(task).join(Duration.ofSeconds(1)); // it may wait for the giver
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Registration schedule(Duration delay, Runnable task) {
    return later.schedule(delay, task);
  }
}
