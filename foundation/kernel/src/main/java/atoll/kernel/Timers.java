package atoll.kernel;

import java.time.Duration;

/**
 * Runs things later. Real time is a scheduler of the assembly; in tests and simulation only their
 * own clock moves it.
 */
public interface Timers {
  /**
   * Runs {@code task} once after {@code delay}, soon if that is not positive. The task must not
   * block for long.
   */
  Timer after(Duration delay, Runnable task);

  /** Something that is to run later. */
  interface Timer {
    /** It will not run if it has not begun. Repeating is harmless. */
    void cancel();
  }
}
