package atoll.simulation.planted;

import atoll.kernel.AllocationId;
import atoll.kernel.ExecutorKind;
import atoll.simulation.world.Adapters;
import atoll.simulation.world.Scenario;
import atoll.workload.CapturedOutput;
import atoll.workload.Exit;
import atoll.workload.Readiness;
import atoll.workload.Run;
import atoll.workload.Workload;
import atoll.workload.WorkloadExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Executors that do something else than they say. */
final class ExecutorBugs {
  private ExecutorBugs() {}

  static List<Bug> all() {
    return List.of(
        bug(
            "executor-starts-twice",
            "every workload is started, thrown away, and started again",
            Scenario.CALM,
            StartingTwice::new),
        bug(
            "executor-forgets-to-stop",
            "stopping and removing do nothing",
            Scenario.CALM,
            Unstoppable::new),
        bug(
            "executor-loses-an-exit",
            "nobody is told that a workload has ended",
            Scenario.CALM,
            Silent::new),
        bug(
            "executor-starts-nothing",
            "a start succeeds, and nothing runs",
            Scenario.CALM,
            Idle::new),
        bug(
            "executor-forgets-at-a-restart",
            "what ran before the process is not found, and started beside itself",
            Scenario.CRASHES,
            Blind::new),
        bug(
            "executor-removes-another",
            "removing one workload ends another one too",
            Scenario.CALM,
            Confused::new),
        bug(
            "executor-reports-a-false-end",
            "a workload that runs is reported as ended",
            Scenario.CALM,
            Lying::new));
  }

  private static Bug bug(
      String name, String about, Scenario scenario, UnaryOperator<WorkloadExecutor> wrap) {
    return new Bug(name, about, scenario, () -> Adapters.HONEST.executor(wrap));
  }

  /** An executor that does what another does. */
  private abstract static class Other implements WorkloadExecutor {
    final WorkloadExecutor inner;

    Other(WorkloadExecutor inner) {
      this.inner = inner;
    }

    @Override
    public ExecutorKind kind() {
      return inner.kind();
    }

    @Override
    public Readiness readiness() {
      return inner.readiness();
    }

    @Override
    public Run start(Workload workload) throws InterruptedException {
      return inner.start(workload);
    }

    @Override
    public Optional<Run> find(AllocationId allocation) {
      return inner.find(allocation);
    }

    @Override
    public List<AllocationId> allocations() {
      return inner.allocations();
    }

    @Override
    public void remove(AllocationId allocation) throws InterruptedException {
      inner.remove(allocation);
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  /** A run that is what another is. */
  private abstract static class OtherRun implements Run {
    final Run inner;

    OtherRun(Run inner) {
      this.inner = inner;
    }

    @Override
    public AllocationId allocation() {
      return inner.allocation();
    }

    @Override
    public CapturedOutput output() {
      return inner.output();
    }

    @Override
    public Optional<Exit> exit() {
      return inner.exit();
    }

    @Override
    public Exit await() throws InterruptedException {
      return inner.await();
    }

    @Override
    public void onEnd(Consumer<Exit> then) {
      inner.onEnd(then);
    }

    @Override
    public void stop(Duration grace) throws InterruptedException {
      inner.stop(grace);
    }

    @Override
    public ExecResult exec(List<String> argv, Duration timeout) throws InterruptedException {
      return inner.exec(argv, timeout);
    }
  }

  private static final class StartingTwice extends Other {
    StartingTwice(WorkloadExecutor inner) {
      super(inner);
    }

    @Override
    public Run start(Workload workload) throws InterruptedException {
      var _ = inner.start(workload);
      inner.remove(workload.allocation());
      return inner.start(workload);
    }
  }

  private static final class Unstoppable extends Other {
    Unstoppable(WorkloadExecutor inner) {
      super(inner);
    }

    @Override
    public Run start(Workload workload) throws InterruptedException {
      return new OtherRun(inner.start(workload)) {
        @Override
        public void stop(Duration grace) {}
      };
    }

    @Override
    public void remove(AllocationId allocation) {}
  }

  private static final class Silent extends Other {
    Silent(WorkloadExecutor inner) {
      super(inner);
    }

    @Override
    public Run start(Workload workload) throws InterruptedException {
      return new OtherRun(inner.start(workload)) {
        @Override
        public void onEnd(Consumer<Exit> then) {}

        @Override
        public Optional<Exit> exit() {
          return Optional.empty();
        }
      };
    }
  }

  private static final class Idle extends Other {
    Idle(WorkloadExecutor inner) {
      super(inner);
    }

    @Override
    public Run start(Workload workload) throws InterruptedException {
      var run = inner.start(workload);
      inner.remove(workload.allocation());
      return new OtherRun(run) {
        @Override
        public void onEnd(Consumer<Exit> then) {}

        @Override
        public Optional<Exit> exit() {
          return Optional.empty();
        }
      };
    }
  }

  private static final class Blind extends Other {
    Blind(WorkloadExecutor inner) {
      super(inner);
    }

    @Override
    public Optional<Run> find(AllocationId allocation) {
      return Optional.empty();
    }
  }

  private static final class Confused extends Other {
    private final List<AllocationId> started = new ArrayList<>();

    Confused(WorkloadExecutor inner) {
      super(inner);
    }

    @Override
    public Run start(Workload workload) throws InterruptedException {
      started.add(workload.allocation());
      return new OtherRun(inner.start(workload)) {
        @Override
        public void onEnd(Consumer<Exit> then) {
          inner.onEnd(exit -> {
            if (!(exit instanceof Exit.Killed)) then.accept(exit);
          });
        }
      };
    }

    @Override
    public void remove(AllocationId allocation) throws InterruptedException {
      started.remove(allocation);
      inner.remove(allocation);
      if (!started.isEmpty()) inner.remove(started.getFirst());
    }
  }

  private static final class Lying extends Other {
    Lying(WorkloadExecutor inner) {
      super(inner);
    }

    @Override
    public Run start(Workload workload) throws InterruptedException {
      return new OtherRun(inner.start(workload)) {
        @Override
        public void onEnd(Consumer<Exit> then) {
          then.accept(new Exit.Exited(0));
        }

        @Override
        public void stop(Duration grace) {}
      };
    }

    @Override
    public void remove(AllocationId allocation) {}
  }
}
