package atoll.actor;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs each task on a virtual thread of its own, so tasks may block. Close it last. */
public final class VirtualThreadDispatcher implements Dispatcher, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(VirtualThreadDispatcher.class);

  private final ThreadFactory threads;
  private final ScheduledThreadPoolExecutor timers;

  /**
   * @param name starts the name of every thread
   */
  public VirtualThreadDispatcher(String name) {
    threads =
        Thread.ofVirtual()
            .name(name + "-", 0)
            .uncaughtExceptionHandler(
                (thread, failure) -> log.error("task on {} failed", thread.getName(), failure))
            .factory();
    timers =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name(name + "-timers").factory());
    timers.setRemoveOnCancelPolicy(true);
    timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Has all virtual threads of this process run on one processor less than there are, unless there
   * is one: for a process that mostly waits for others on its machine, which then wait less for it.
   */
  public static void leaveAProcessorToOthers() {
    ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class)
        .setParallelism(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
  }

  @Override
  public void execute(Runnable task) {
    threads.newThread(task).start();
  }

  @Override
  public Registration schedule(Duration delay, Runnable task) {
    try {
      var timer =
          timers.schedule(() -> execute(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
      return () -> timer.cancel(false);
    } catch (RejectedExecutionException closed) {
      return () -> {}; // what waits for its time never runs any more
    }
  }

  /** Tasks that wait for their time never run; those that run are left to end. */
  @Override
  public void close() {
    timers.shutdownNow();
  }
}
