package atoll.workload;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Elapsed time that calls back: what deadlines of workloads wait on. */
public interface Alarm {
  /** Calls {@code action}, which must be short, once {@code delay} has passed. */
  Set after(Duration delay, Runnable action);

  /** An alarm that was set. */
  interface Set {
    /** Keeps the action from being called; too late is harmless. */
    void cancel();
  }

  /** Real time, on the threads of {@code timer}, which stays the caller's to shut down. */
  static Alarm on(ScheduledExecutorService timer) {
    return (delay, action) -> {
      var waiting = timer.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
      return () -> waiting.cancel(false);
    };
  }
}
