package atoll.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.journal.InMemoryJournal;
import atoll.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BackgroundTasksTest {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Journal journal = new InMemoryJournal();
  private final List<String> ran = new ArrayList<>();
  private volatile Instant now = START;

  @Test
  void aPeriodicTaskRunsAgainAnIntervalAfterItEnded() {
    var tasks = open(task("sweep", every(MINUTE)));
    tasks.runDue();
    assertThat(ran).isEmpty();
    pass(tasks, MINUTE);
    pass(tasks, Duration.ofSeconds(59));
    assertThat(ran).containsExactly("sweep");
    pass(tasks, Duration.ofSeconds(1));
    assertThat(ran).containsExactly("sweep", "sweep");
  }

  @Test
  @DisplayName("A43: cron")
  void aCronTaskRunsWhenItsExpressionSays() {
    var tasks = open(task("nightly", new Trigger.Cron("30 3 * * *", Duration.ZERO)));
    assertThat(tasks.nextRun("nightly")).contains(Instant.parse("2030-01-01T03:30:00Z"));
    pass(tasks, Duration.ofHours(4));
    assertThat(ran).containsExactly("nightly");
    assertThat(tasks.nextRun("nightly")).contains(Instant.parse("2030-01-02T03:30:00Z"));
  }

  @Test
  @DisplayName("A43: jitter")
  void jitterMovesATaskByChanceAndNeverFurtherThanItSays() {
    var trigger = new Trigger.Periodic(MINUTE, Duration.ofSeconds(10));
    var timetable = new Timetable(new Random(1));
    var delays = new ArrayList<Duration>();
    for (int i = 0; i < 200; i++)
      delays.add(Duration.between(START, timetable.next(trigger, START).orElseThrow()));
    assertThat(delays).allMatch(d -> d.compareTo(MINUTE) >= 0 && d.toSeconds() <= 70);
    assertThat(delays.stream().distinct().count()).isGreaterThan(100);
  }

  @Test
  void whatIsNoCronExpressionIsRefusedAtBirth() {
    assertThatThrownBy(() -> new Trigger.Cron("every day", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a cron expression of five fields: every day");
  }

  @Test
  @DisplayName("A43: retries recorded in history")
  void aTaskThatFailsIsTriedAgainAsItsPolicySaysAndThenWaitsForItsTrigger() {
    var tasks = open(failing("backup", new RetryPolicy(2, Duration.ofSeconds(5))));
    pass(tasks, MINUTE);
    pass(tasks, Duration.ofSeconds(5));
    pass(tasks, Duration.ofSeconds(5));
    pass(tasks, Duration.ofSeconds(5)); // no third retry
    assertThat(tasks.history("backup")).extracting(Attempt::number).containsExactly(3, 2, 1);
    assertThat(tasks.history("backup"))
        .allMatch(attempt -> attempt.error().orElse("").equals("no space left"));
    pass(tasks, MINUTE);
    assertThat(tasks.history("backup").getFirst().number()).isEqualTo(1);
  }

  @Test
  void dueTasksRunByAscendingPriorityThenByName() {
    var tasks =
        open(task("c", every(MINUTE), 5), task("b", every(MINUTE), 1), task("a", every(MINUTE), 5));
    pass(tasks, MINUTE);
    assertThat(ran).containsExactly("b", "a", "c");
  }

  @Test
  void anEventMakesWhoeverWaitsForItDueAndIsNotKeptForOthers() {
    var tasks = open(task("compact", new Trigger.Event("disk-low")), task("x", every(MINUTE)));
    tasks.tell("disk-low");
    tasks.tell("nobody-listens");
    tasks.runDue();
    tasks.runDue();
    assertThat(ran).containsExactly("compact");
  }

  @Test
  void aTaskThatIsToldWhileItRunsRunsOnceMore() {
    var told = new AtomicInteger();
    var box = new ArrayList<BackgroundTasks>();
    BackgroundTask.Work work =
        () -> {
          ran.add("compact");
          if (told.incrementAndGet() == 1) {
            box.getFirst().tell("disk-low");
            box.getFirst().tell("disk-low");
          }
        };
    var task =
        new BackgroundTask("compact", "", new Trigger.Event("disk-low"), 0, RetryPolicy.NONE, work);
    box.add(open(task));
    box.getFirst().tell("disk-low");
    for (int i = 0; i < 4; i++) box.getFirst().runDue();
    assertThat(ran).containsExactly("compact", "compact");
  }

  @Test
  void aOneTimeTaskRunsOnceEvenAcrossRestarts() {
    var once = task("migrate", new Trigger.OneTime(START.plus(MINUTE)));
    pass(open(once), MINUTE);
    pass(open(once), MINUTE);
    assertThat(ran).containsExactly("migrate");
  }

  @Test
  void aRestartKeepsWhenATaskIsDueAndWhatItMissedRunsAtOnce() {
    var daily = task("daily", every(Duration.ofDays(1)));
    var due = open(daily).nextRun("daily");
    now = now.plus(Duration.ofHours(20));
    assertThat(open(daily).nextRun("daily")).isEqualTo(due);
    now = now.plus(Duration.ofHours(20));
    open(daily).runDue();
    assertThat(ran).containsExactly("daily");
  }

  @Test
  void aTaskWhoseTriggerWasChangedIsDueByTheNewOne() {
    var _ = open(task("daily", every(Duration.ofDays(1))));
    assertThat(open(task("daily", every(MINUTE))).nextRun("daily")).contains(START.plus(MINUTE));
  }

  @Test
  void aTaskOfAnotherVersionOfTheProgramIsLeftAlone() {
    var _ = open(task("of-the-future", every(MINUTE)));
    pass(open(task("sweep", every(MINUTE))), MINUTE);
    assertThat(ran).containsExactly("sweep");
  }

  @Test
  void twoTasksOfOneNameAreRefused() {
    assertThatThrownBy(() -> open(task("a", every(MINUTE)), task("a", every(MINUTE))))
        .hasMessage("two background tasks are called a");
  }

  @Test
  @DisplayName("A43: never more than 10 concurrently")
  void neverMoreThanTenRunAtOnce() throws Exception {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var tenRun = new CountDownLatch(BackgroundTasks.MOST);
    var goOn = new CountDownLatch(1);
    var done = new CountDownLatch(25);
    BackgroundTask.Work work =
        () -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          tenRun.countDown();
          goOn.await();
          running.decrementAndGet();
          done.countDown();
        };
    var many = new ArrayList<BackgroundTask>();
    for (int i = 0; i < 25; i++)
      many.add(
          new BackgroundTask(
              "task-" + i, "", new Trigger.OneTime(START), 0, RetryPolicy.NONE, work));
    try (var tasks = BackgroundTasks.of(many, journal, () -> now, new Random(1))) {
      tasks.start();
      assertThat(tenRun.await(30, TimeUnit.SECONDS)).isTrue();
      goOn.countDown();
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(most).hasValue(BackgroundTasks.MOST);
  }

  private BackgroundTasks open(BackgroundTask... tasks) {
    return new BackgroundTasks(
        List.of(tasks), journal, () -> now, new Random(1), new CallersThread());
  }

  private void pass(BackgroundTasks tasks, Duration time) {
    now = now.plus(time);
    tasks.runDue();
  }

  private static Trigger every(Duration interval) {
    return new Trigger.Periodic(interval, Duration.ZERO);
  }

  private BackgroundTask task(String name, Trigger trigger) {
    return task(name, trigger, 0);
  }

  private BackgroundTask task(String name, Trigger trigger, int priority) {
    return new BackgroundTask(name, "", trigger, priority, RetryPolicy.NONE, () -> ran.add(name));
  }

  private BackgroundTask failing(String name, RetryPolicy retries) {
    BackgroundTask.Work work =
        () -> {
          throw new java.io.IOException("no space left");
        };
    return new BackgroundTask(name, "", every(MINUTE), 0, retries, work);
  }

  /** Runs what it is given at once. */
  private static final class CallersThread extends AbstractExecutorService {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
