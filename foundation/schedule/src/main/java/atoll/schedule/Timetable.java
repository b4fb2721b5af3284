package atoll.schedule;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When triggers fire. */
record Timetable(RandomGenerator random) {
  /** When a task that has never run is due; empty if something else must say so. */
  Optional<Instant> first(Trigger trigger, Instant now) {
    return switch (trigger) {
      case Trigger.OneTime(var at) -> Optional.of(at);
      case Trigger.Periodic _, Trigger.Cron _, Trigger.Event _ -> next(trigger, now);
    };
  }

  /** When a task is due after a run that ended at {@code now}; empty if never again by itself. */
  Optional<Instant> next(Trigger trigger, Instant now) {
    return switch (trigger) {
      case Trigger.Periodic(var interval, var jitter) ->
          Optional.of(now.plus(interval).plus(upTo(jitter)));
      case Trigger.Cron(var expression, var jitter) ->
          Optional.of(
              Trigger.Cron.schedule(expression)
                  .getNextExecutionTime(ExecutionComplete.simulatedSuccess(now))
                  .plus(upTo(jitter)));
      case Trigger.Event _, Trigger.OneTime _ -> Optional.empty();
    };
  }

  private Duration upTo(Duration jitter) {
    return jitter.isZero()
        ? jitter
        : Duration.ofMillis(random.nextLong(Math.max(1, jitter.toMillis() + 1)));
  }
}
