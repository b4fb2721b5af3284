package atoll.schedule;

import atoll.journal.Batch;
import atoll.journal.JournalException;
import atoll.journal.Repository;
import com.github.kagkarlsson.scheduler.ScheduledExecutionsFilter;
import com.github.kagkarlsson.scheduler.TaskRepository;
import com.github.kagkarlsson.scheduler.TaskSummary;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.RescheduleUpdate;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.ScheduledTaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scheduler's table, kept in the journal. A task has one row. What runs is known in memory
 * only: after a crash it is due again. Safe for any thread.
 */
final class JournaledTasks implements TaskRepository {
  /** The name of the only instance that each task has. */
  static final String INSTANCE = "the";

  private static final Logger LOG = LoggerFactory.getLogger(JournaledTasks.class);

  private final Repository<Due> kept;
  private final InstantSource clock;
  private final Map<String, Integer> priorities;
  private final Map<String, Due> due = new TreeMap<>();
  private final Set<String> running = new HashSet<>();

  /**
   * @param priorities of the tasks that this program has; what else is kept waits for one that has
   *     it
   */
  JournaledTasks(Repository<Due> kept, InstantSource clock, Map<String, Integer> priorities) {
    this.kept = kept;
    this.clock = clock;
    this.priorities = Map.copyOf(priorities);
    for (var row : kept.all()) due.put(row.task(), row);
  }

  synchronized Optional<Due> find(String task) {
    return Optional.ofNullable(due.get(task));
  }

  synchronized boolean isRunning(String task) {
    return running.contains(task);
  }

  /** Keeps a row; returns when it is durable. */
  synchronized void save(Due row) {
    kept.save(row.task(), row);
    due.put(row.task(), row);
  }

  /**
   * A run is over; keeps when the next is due. If that cannot be kept, this process goes by it all
   * the same, and the next one repeats the run.
   */
  synchronized void settle(Due row) {
    due.put(row.task(), row);
    running.remove(row.task());
    try {
      kept.save(row.task(), row);
    } catch (JournalException e) {
      LOG.warn("task_not_kept task={} cause={}", row.task(), e.getMessage());
    }
  }

  private synchronized void forget(String task) {
    if (due.containsKey(task)) {
      var _ = kept.journal().commit(Batch.of(kept.remove(task)));
      due.remove(task);
    }
    running.remove(task);
  }

  @Override
  public synchronized boolean createIfNotExists(ScheduledTaskInstance instance) {
    if (due.containsKey(instance.getTaskName())) return false;
    save(
        new Due(
            instance.getTaskName(),
            "",
            Optional.of(instance.getExecutionTime()),
            0,
            Optional.empty(),
            Optional.empty()));
    return true;
  }

  @Override
  public boolean createIfNotExists(SchedulableInstance<?> instance) {
    return createIfNotExists(
        new ScheduledTaskInstance(
            instance.getTaskInstance(), instance.getNextExecutionTime(clock.instant())));
  }

  @Override
  public void createBatch(List<ScheduledTaskInstance> instances) {
    for (var instance : instances) createIfNotExists(instance);
  }

  @Override
  public synchronized List<Execution> getDue(Instant now, int limit) {
    return due.values().stream()
        .filter(row -> row.isDue(now) && !running.contains(row.task()))
        .filter(row -> priorities.containsKey(row.task()))
        .sorted(
            Comparator.comparing((Due row) -> priorities.getOrDefault(row.task(), 0))
                .thenComparing(Due::task))
        .limit(limit)
        .map(this::execution)
        .toList();
  }

  @Override
  public synchronized Optional<Execution> pick(Execution execution, Instant now) {
    var row = due.get(execution.getTaskName());
    if (row == null || !row.isDue(now) || !running.add(row.task())) return Optional.empty();
    return Optional.of(execution(row));
  }

  @Override
  public synchronized void unpickPickedBatch(List<Execution> executions) {
    for (var execution : executions) running.remove(execution.getTaskName());
  }

  @Override
  public void remove(Execution execution) {
    forget(execution.getTaskName());
  }

  @Override
  public synchronized boolean reschedule(Execution execution, RescheduleUpdate to) {
    var row = due.get(execution.getTaskName());
    if (row == null) return false;
    var updated =
        new Due(
            row.task(),
            row.trigger(),
            Optional.of(to.executionTime()),
            to.consecutiveFailures() == null ? row.failures() : to.consecutiveFailures().value(),
            to.lastSuccess() == null
                ? row.lastSuccess()
                : Optional.ofNullable(to.lastSuccess().value()),
            to.lastFailure() == null
                ? row.lastFailure()
                : Optional.ofNullable(to.lastFailure().value()));
    settle(updated);
    return true;
  }

  @Override
  public boolean reschedule(
      Execution execution, Instant next, Instant lastSuccess, Instant lastFailure, int failures) {
    return reschedule(
        execution,
        RescheduleUpdate.toExecutionTime(next)
            .lastSuccess(lastSuccess)
            .lastFailure(lastFailure)
            .consecutiveFailures(failures)
            .build());
  }

  @Override
  public boolean reschedule(
      Execution execution,
      Instant next,
      Object data,
      Instant lastSuccess,
      Instant lastFailure,
      int failures) {
    return reschedule(execution, next, lastSuccess, lastFailure, failures);
  }

  @Override
  public synchronized Instant replace(Execution old, ScheduledTaskInstance replacement) {
    forget(old.getTaskName());
    var _ = createIfNotExists(replacement);
    return replacement.getExecutionTime();
  }

  @Override
  public Instant replace(Execution old, SchedulableInstance<?> replacement) {
    return replace(
        old,
        new ScheduledTaskInstance(
            replacement.getTaskInstance(), replacement.getNextExecutionTime(clock.instant())));
  }

  @Override
  public void getScheduledExecutions(
      ScheduledExecutionsFilter filter, Consumer<Execution> consumer) {
    rows(filter).forEach(consumer);
  }

  @Override
  public void getScheduledExecutions(
      ScheduledExecutionsFilter filter, String task, Consumer<Execution> consumer) {
    rows(filter).filter(e -> e.getTaskName().equals(task)).forEach(consumer);
  }

  private synchronized Stream<Execution> rows(ScheduledExecutionsFilter filter) {
    return due.values().stream()
        .map(this::execution)
        .filter(e -> filter.getPickedValue().map(wanted -> wanted == e.picked).orElse(true))
        .toList()
        .stream();
  }

  @Override
  public synchronized List<TaskSummary> getScheduledExecutionsSummaryByTask() {
    return due.values().stream()
        .map(row ->
            new TaskSummary(
                row.task(),
                1,
                running.contains(row.task()) ? 1 : 0,
                row.failures() > 0 ? 1 : 0,
                running.contains(row.task()) ? 0 : 1,
                row.at().orElse(Schedule.NEVER),
                row.lastSuccess().orElse(null),
                row.lastFailure().orElse(null),
                row.failures()))
        .toList();
  }

  @Override
  public synchronized List<Execution> lockAndFetchGeneric(Instant now, int limit) {
    return getDue(now, limit).stream().flatMap(row -> pick(row, now).stream()).toList();
  }

  @Override
  public List<Execution> lockAndGetDue(Instant now, int limit) {
    return lockAndFetchGeneric(now, limit);
  }

  @Override
  public void verifySupportsLockAndFetch() {} // it does: one process, one lock

  /** None: what was running in an earlier process is due again. */
  @Override
  public List<Execution> getDeadExecutions(Instant olderThan) {
    return List.of();
  }

  @Override
  public boolean updateHeartbeatWithRetry(Execution execution, Instant at, int tries) {
    return updateHeartbeat(execution, at);
  }

  @Override
  public boolean updateHeartbeat(Execution execution, Instant at) {
    return isRunning(execution.getTaskName());
  }

  @Override
  public synchronized List<Execution> getExecutionsFailingLongerThan(Duration time) {
    var since = clock.instant().minus(time);
    return due.values().stream()
        .filter(row -> row.failures() > 0)
        .filter(row -> row.lastSuccess().map(since::isAfter).orElse(true))
        .map(this::execution)
        .toList();
  }

  @Override
  public synchronized Optional<Execution> getExecution(String task, String instance) {
    return find(task).map(this::execution);
  }

  @Override
  public synchronized int removeExecutions(String task) {
    if (!due.containsKey(task)) return 0;
    forget(task);
    return 1;
  }

  private Execution execution(Due row) {
    boolean picked = running.contains(row.task());
    return new Execution(
        row.at().orElse(Schedule.NEVER),
        new TaskInstance<Void>(row.task(), INSTANCE),
        picked,
        picked ? INSTANCE : null,
        row.lastSuccess().orElse(null),
        row.lastFailure().orElse(null),
        row.failures(),
        picked ? clock.instant() : null,
        1);
  }
}
