package atoll.schedule;

import atoll.journal.Journal;
import atoll.journal.Repository;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The background tasks of a node (DMS §11.2), at most ten of them at once, in the order of their
 * priority. When each is due is kept, so that a restart forgets no run and repeats none but those
 * that it interrupted. Safe for any thread.
 */
public final class BackgroundTasks implements AutoCloseable {
  /** The most that run at once (DMS §11.2). */
  public static final int MOST = 10;

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundTasks.class);
  private static final String COLLECTION = "tasks";

  private final Map<String, BackgroundTask> tasks;
  private final JournaledTasks table;
  private final History history;
  private final Timetable timetable;
  private final InstantSource clock;
  private final PolledScheduler scheduler;
  private final Set<String> toldAgain = new HashSet<>();

  /**
   * @param random spreads what is due by chance
   * @throws IllegalArgumentException if two tasks have one name
   */
  public static BackgroundTasks of(
      List<BackgroundTask> tasks, Journal journal, InstantSource clock, RandomGenerator random) {
    return new BackgroundTasks(
        tasks,
        journal,
        clock,
        random,
        Executors.newFixedThreadPool(
            MOST, Thread.ofPlatform().daemon().name("task-", 1).factory()));
  }

  BackgroundTasks(
      List<BackgroundTask> tasks,
      Journal journal,
      InstantSource clock,
      RandomGenerator random,
      ExecutorService workers) {
    this.tasks = byName(tasks);
    this.clock = clock;
    this.timetable = new Timetable(random);
    this.history = new History(journal);
    this.table =
        new JournaledTasks(
            new Repository<>(journal, COLLECTION, Due.CODEC),
            clock,
            tasks.stream()
                .collect(Collectors.toMap(BackgroundTask::name, BackgroundTask::priority)));
    for (var task : tasks) enter(task);
    this.scheduler =
        new PolledScheduler(
            table, tasks.stream().map(this::scheduled).toList(), clock, MOST, workers);
  }

  private static Map<String, BackgroundTask> byName(List<BackgroundTask> tasks) {
    var byName = new LinkedHashMap<String, BackgroundTask>();
    for (var task : tasks)
      if (byName.put(task.name(), task) != null)
        throw new IllegalArgumentException("two background tasks are called " + task.name());
    return byName;
  }

  /** Runs what is due, from now on. */
  public void start() {
    scheduler.start();
  }

  /** Makes due, at once, whatever waits for this event. */
  public void tell(String channel) {
    for (var task : tasks.values())
      if (task.trigger() instanceof Trigger.Event(var wanted) && wanted.equals(channel))
        runSoon(task.name());
  }

  /**
   * Makes a task due now, whatever its trigger; one that runs already runs once more afterwards.
   *
   * @throws IllegalArgumentException if there is no such task
   */
  public void runSoon(String name) {
    var task = task(name);
    synchronized (toldAgain) {
      if (table.isRunning(name)) {
        toldAgain.add(name);
        return;
      }
      table.save(row(task).next(Optional.of(clock.instant())));
    }
    scheduler.triggerCheckForDueExecutions();
  }

  /** The newest attempts of a task, the latest first; at most {@link History#KEPT}. */
  public List<Attempt> history(String name) {
    return history.of(task(name).name());
  }

  /** When a task is due next; empty if nothing says so yet. */
  public Optional<Instant> nextRun(String name) {
    return table.find(task(name).name()).flatMap(Due::at);
  }

  public List<BackgroundTask> tasks() {
    return List.copyOf(tasks.values());
  }

  /** Hands what is due to the workers now, without waiting for the next poll. */
  void runDue() {
    scheduler.runDue();
  }

  private BackgroundTask task(String name) {
    var task = tasks.get(name);
    if (task == null) throw new IllegalArgumentException("there is no background task " + name);
    return task;
  }

  /** A task that is new here, or whose trigger is another now, gets a new instant. */
  private void enter(BackgroundTask task) {
    var known = table.find(task.name());
    if (known.isPresent() && known.get().trigger().equals(task.trigger().toString())) return;
    table.save(due(task, timetable.first(task.trigger(), clock.instant())));
  }

  private static Due due(BackgroundTask task, Optional<Instant> at) {
    return new Due(
        task.name(), task.trigger().toString(), at, 0, Optional.empty(), Optional.empty());
  }

  private Task<?> scheduled(BackgroundTask task) {
    return Tasks.custom(task.name(), Void.class)
        .onFailure((complete, _) -> failed(task, complete))
        .execute((_, _) -> run(task));
  }

  private CompletionHandler<Void> run(BackgroundTask task) {
    try {
      task.work().run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TaskFailedException("interrupted", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new TaskFailedException(said(e), e);
    }
    return (complete, _) -> succeeded(task, complete);
  }

  private void succeeded(BackgroundTask task, ExecutionComplete complete) {
    var row = row(task);
    settle(task, row.succeeded(complete.getTimeDone()), Optional.empty());
    history.add(task.name(), attempt(complete, row, Optional.empty()));
  }

  private void failed(BackgroundTask task, ExecutionComplete complete) {
    var row = row(task);
    var cause = complete.getCause().map(BackgroundTasks::said).orElse("it did not say why");
    int failures = row.failures() + 1;
    LOG.warn("task_failed task={} in_a_row={} cause={}", task.name(), failures, cause);
    boolean again = failures <= task.retries().maxRetries();
    settle(
        task,
        row.failed(complete.getTimeDone(), again ? failures : 0),
        again ? Optional.of(clock.instant().plus(task.retries().delay())) : Optional.empty());
    history.add(task.name(), attempt(complete, row, Optional.of(cause)));
  }

  /** To the retry, or else the next run that was asked for meanwhile or that the trigger wants. */
  private void settle(BackgroundTask task, Due row, Optional<Instant> retry) {
    synchronized (toldAgain) {
      boolean told = toldAgain.remove(task.name());
      var now = clock.instant();
      table.settle(
          row.next(told ? Optional.of(now) : retry.or(() -> timetable.next(task.trigger(), now))));
    }
  }

  private Due row(BackgroundTask task) {
    return table.find(task.name()).orElseGet(() -> due(task, Optional.empty()));
  }

  private static Attempt attempt(ExecutionComplete complete, Due row, Optional<String> error) {
    return new Attempt(
        complete.getTimeDone().minus(complete.getDuration()),
        complete.getTimeDone(),
        row.failures() + 1,
        error);
  }

  private static String said(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** Starts nothing any more, and waits a while for what runs. */
  @Override
  public void close() {
    scheduler.stop();
  }

  /** Carries what a task threw through the library. */
  private static final class TaskFailedException extends RuntimeException {
    TaskFailedException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
