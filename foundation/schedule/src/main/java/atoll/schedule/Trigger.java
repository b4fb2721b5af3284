package atoll.schedule;

import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** What makes a background task due (DMS §11.2). */
public sealed interface Trigger {
  /**
   * Again and again, {@code interval} after the last attempt ended.
   *
   * @param jitter up to this much later, by chance, so that machines do not act in step
   */
  record Periodic(Duration interval, Duration jitter) implements Trigger {
    public Periodic {
      if (!interval.isPositive()) throw new IllegalArgumentException("interval is not positive");
      if (jitter.isNegative()) throw new IllegalArgumentException("jitter is negative");
    }
  }

  /**
   * When a standard expression of five fields says, in UTC.
   *
   * @param jitter as for {@link Periodic}
   */
  record Cron(String expression, Duration jitter) implements Trigger {
    public Cron {
      if (jitter.isNegative()) throw new IllegalArgumentException("jitter is negative");
      var _ = schedule(expression); // refuses what is no such expression
    }

    static CronSchedule schedule(String expression) {
      try {
        return new CronSchedule(expression, ZoneOffset.UTC, CronStyle.UNIX);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "not a cron expression of five fields: " + expression + " (" + e.getMessage() + ")", e);
      }
    }
  }

  /** Whenever {@link BackgroundTasks#tell} names the channel; many tellings may be one run. */
  record Event(String channel) implements Trigger {}

  /** Once. */
  record OneTime(Instant at) implements Trigger {}
}
