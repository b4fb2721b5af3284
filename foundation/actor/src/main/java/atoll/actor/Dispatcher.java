package atoll.actor;

import java.time.Duration;

/**
 * Whose turn it is: runs tasks at once or later. Production gives each task a thread of its own; a
 * simulation lets a seed choose the next one. Nobody above starts threads.
 */
public interface Dispatcher {
  /** Runs {@code task} soon, and never within this call. */
  void execute(Runnable task);

  /** Runs {@code task} once after {@code delay}, unless the registration is closed before. */
  Registration schedule(Duration delay, Runnable task);
}
