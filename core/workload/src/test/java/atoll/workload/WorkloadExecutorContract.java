package atoll.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.AllocationId;
import atoll.kernel.AllocationType;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Memory;
import atoll.kernel.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of a run, as every executor promises it. */
@Timeout(120)
public abstract class WorkloadExecutorContract {
  protected static final Memory MEMORY = Memory.ofMebibytes(64);

  @TempDir Path folders;

  /** The executor under test, the same one for the whole of a test method. */
  protected abstract WorkloadExecutor executor();

  /** A program that ends by itself at once with code 0, run as a task. */
  protected abstract Program brief();

  /** A program that runs until it is stopped, as a service, and uses little. */
  protected abstract Program lasting();

  /** A program of another kind of executor. */
  protected Program foreign() {
    return new Program.Nothing();
  }

  @Test
  void saysThatItIsReady() {
    assertThat(executor().readiness()).isInstanceOf(Readiness.Ready.class);
  }

  @Test
  void aTaskEndsByItself() throws Exception {
    var run = executor().start(task("a", brief()));
    assertThat(run.await()).isEqualTo(new Exit.Exited(0));
    assertThat(run.exit()).contains(new Exit.Exited(0));
    assertThat(run.exit().orElseThrow().code()).isZero();
  }

  @Test
  void aServiceRunsUntilItIsStopped() throws Exception {
    var run = executor().start(service("a", lasting()));
    assertThat(run.exit()).isEmpty();
    run.stop(Duration.ZERO);
    assertThat(run.exit()).contains(new Exit.Killed(Exit.Cause.STOPPED));
    assertThat(run.await().code()).isEqualTo(137);
  }

  @Test
  void stoppingTwiceAndStoppingWhatHasEndedAreHarmless() throws Exception {
    var service = executor().start(service("a", lasting()));
    service.stop(Duration.ZERO);
    service.stop(Duration.ofSeconds(1));
    assertThat(service.await()).isEqualTo(new Exit.Killed(Exit.Cause.STOPPED));

    var task = executor().start(task("b", brief()));
    task.await();
    task.stop(Duration.ZERO);
    assertThat(task.await()).isEqualTo(new Exit.Exited(0));
  }

  @Test
  void startingAnAllocationTwiceRunsItOnce() throws Exception {
    var workload = service("a", lasting());
    var first = executor().start(workload);
    assertThat(executor().start(workload)).isEqualTo(first);
    first.stop(Duration.ZERO);
    assertThat(executor().start(workload).exit()).as("stays ended until removed").isPresent();
  }

  @Test
  void startingAnAllocationFromManyThreadsAtOnceRunsItOnce() throws Exception {
    var workload = service("a", lasting());
    Callable<Run> start = () -> executor().start(workload);
    List<Run> runs = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Run> run : threads.invokeAll(List.of(start, start, start, start)))
        runs.add(run.get());
    }
    assertThat(runs).hasSize(4).containsOnly(runs.getFirst());
    executor().remove(workload.allocation());
    for (var run : runs) assertThat(run.exit()).isPresent();
  }

  @Test
  void aRunIsFoundUntilItIsRemoved() throws Exception {
    var workload = task("a", brief());
    assertThat(executor().find(workload.allocation())).isEmpty();
    var run = executor().start(workload);
    assertThat(run.allocation()).isEqualTo(workload.allocation());
    assertThat(executor().find(workload.allocation())).contains(run);
    run.await();
    assertThat(executor().find(workload.allocation())).contains(run);
    executor().remove(workload.allocation());
    assertThat(executor().find(workload.allocation())).isEmpty();
  }

  @Test
  void aNameForTheMachinesOwnToolsChangesNothingOfALife() throws Exception {
    var workload = service("a", lasting()).named(name("a"));
    var run = executor().start(workload);
    assertThat(executor().start(workload)).isEqualTo(run);
    assertThat(executor().find(workload.allocation())).contains(run);
    executor().remove(workload.allocation());
    assertThat(run.exit()).isPresent();
    assertThat(executor().find(workload.allocation())).isEmpty();
    var again = executor().start(workload);
    assertThat(again.exit()).as("the name is free again").isEmpty();
    executor().remove(workload.allocation());
  }

  @Test
  void removingStopsWhatRunsAndTwiceIsHarmless() throws Exception {
    var workload = service("a", lasting());
    var run = executor().start(workload);
    executor().remove(workload.allocation());
    assertThat(run.await()).isEqualTo(new Exit.Killed(Exit.Cause.STOPPED));
    executor().remove(workload.allocation());
    executor().remove(id("never-started"));
    assertThat(executor().find(workload.allocation())).isEmpty();
  }

  @Test
  void aRemovedAllocationCanBeStartedAgain() throws Exception {
    var workload = task("a", brief());
    executor().start(workload).await();
    executor().remove(workload.allocation());
    assertThat(executor().start(workload).await()).isEqualTo(new Exit.Exited(0));
  }

  @Test
  void aDeadlineEndsAService() throws Exception {
    var run =
        executor().start(limited("a", AllocationType.SERVICE, lasting(), Duration.ofMillis(300)));
    assertThat(run.await()).isEqualTo(new Exit.Killed(Exit.Cause.DEADLINE));
    assertThat(run.await().code()).isEqualTo(124);
  }

  @Test
  void runsOfDifferentAllocationsDoNotTouch() throws Exception {
    var one = executor().start(service("one", lasting()));
    var two = executor().start(service("two", lasting()));
    one.stop(Duration.ZERO);
    assertThat(two.exit()).isEmpty();
    two.stop(Duration.ZERO);
    assertThat(two.exit()).isPresent();
  }

  @Test
  void aProgramOfAnotherKindIsRefusedAndLeavesNothing() {
    var workload = task("a", foreign());
    assertThatThrownBy(() -> executor().start(workload))
        .isInstanceOf(WorkloadExecutorException.class)
        .hasMessageContaining("node.a");
    assertThat(executor().find(workload.allocation())).isEmpty();
  }

  @Test
  void anInterruptedStartLeavesNothing() throws Exception {
    var workload = task("a", brief());
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> executor().start(workload)).isInstanceOf(InterruptedException.class);
    assertThat(executor().find(workload.allocation())).isEmpty();
    assertThat(executor().start(workload).await()).isEqualTo(new Exit.Exited(0));
  }

  @Test
  void whoeverWantsToKnowIsToldOfTheEndOnceAlsoAfterwards() throws Exception {
    var run = executor().start(service("a", lasting()));
    var told = new LinkedBlockingQueue<Exit>();
    run.onEnd(told::add);
    run.stop(Duration.ZERO);
    run.onEnd(told::add);
    for (int i = 0; i < 2; i++) assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo(run.await());
    assertThat(told).isEmpty();
  }

  @Test
  void anEndedRunHasAnEndOfOutput() throws Exception {
    var run = executor().start(task("a", brief()));
    run.await();
    for (var stream : CapturedOutput.Stream.values()) {
      int there = run.output().read(stream, 0, 1 << 20).length;
      assertThat(run.output().awaitBeyond(stream, there)).isFalse();
    }
  }

  protected final Workload task(String name, Program program) {
    return workload(name, AllocationType.TASK, program, MEMORY, Optional.empty());
  }

  protected final Workload service(String name, Program program) {
    return workload(name, AllocationType.SERVICE, program, MEMORY, Optional.empty());
  }

  protected final Workload limited(
      String name, AllocationType type, Program program, Duration deadline) {
    return workload(name, type, program, MEMORY, Optional.of(deadline));
  }

  /** A workload with a folder of its own; the same name is the same allocation. */
  protected final Workload workload(
      String name,
      AllocationType type,
      Program program,
      Memory memory,
      Optional<Duration> deadline) {
    return new Workload(
        id(name),
        type,
        program,
        new Resources(new Cpu(200), memory, Disk.ofMebibytes(64)),
        folder(name),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        deadline,
        Optional.empty());
  }

  /** Allocations of one test; executors that share an engine override it to stay apart. */
  protected AllocationId id(String name) {
    return AllocationId.parse("contract_node." + name);
  }

  /** Names of one test, as {@link #id}. */
  protected LocalName name(String name) {
    return new LocalName("contract-" + name);
  }

  private Path folder(String name) {
    try {
      return Files.createDirectories(folders.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
