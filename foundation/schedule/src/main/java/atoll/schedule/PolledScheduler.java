package atoll.schedule;

import com.github.kagkarlsson.scheduler.PollingStrategyConfig;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.TaskResolver;
import com.github.kagkarlsson.scheduler.Waiter;
import com.github.kagkarlsson.scheduler.event.SchedulerListeners;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The library's scheduler, on a table that is no database's. */
final class PolledScheduler extends Scheduler {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT = Duration.ofMinutes(5);
  private static final int MISSED_HEARTBEATS = 6;
  private static final Duration KEEP_UNKNOWN = Duration.ofDays(14);
  private static final Duration STOPPING = Duration.ofSeconds(10);

  PolledScheduler(
      JournaledTasks table,
      List<Task<?>> tasks,
      InstantSource clock,
      int most,
      ExecutorService workers) {
    super(
        clock::instant,
        table,
        table,
        new TaskResolver(new SchedulerListeners(List.of()), clock::instant, tasks),
        most,
        workers,
        () -> JournaledTasks.INSTANCE,
        new Waiter(POLL),
        HEARTBEAT,
        MISSED_HEARTBEATS,
        List.of(),
        List.of(),
        PollingStrategyConfig.DEFAULT_FETCH,
        KEEP_UNKNOWN,
        STOPPING,
        LogLevel.OFF,
        false,
        List.of(),
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("tasks-due").factory()),
        Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("tasks-housekeeping").factory()));
  }

  /** Hands what is due now to the workers. */
  void runDue() {
    executeDue();
  }
}
