package atoll.simulation.planted;

import atoll.kernel.AllocationId;
import atoll.simulation.world.Adapters;
import atoll.simulation.world.Scenario;
import atoll.workload.Exit;
import atoll.workload.ForwardingExecutor;
import atoll.workload.ForwardingRun;
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

  private static final class StartingTwice extends ForwardingExecutor {
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

  private static final class Unstoppable extends ForwardingExecutor {
    Unstoppable(WorkloadExecutor inner) {
      super(inner);
    }

    @Override
    public Run start(Workload workload) throws InterruptedException {
      return new ForwardingRun(inner.start(workload)) {
        @Override
        public void stop(Duration grace) {}
      };
    }

    @Override
    public void remove(AllocationId allocation) {}
  }

  private static final class Silent extends ForwardingExecutor {
    Silent(WorkloadExecutor inner) {
      super(inner);
    }

    @Override
    public Run start(Workload workload) throws InterruptedException {
      return new ForwardingRun(inner.start(workload)) {
        @Override
        public void onEnd(Consumer<Exit> then) {}

        @Override
        public Optional<Exit> exit() {
          return Optional.empty();
        }
      };
    }
  }

  private static final class Idle extends ForwardingExecutor {
    Idle(WorkloadExecutor inner) {
      super(inner);
    }

    @Override
    public Run start(Workload workload) throws InterruptedException {
      var run = inner.start(workload);
      inner.remove(workload.allocation());
      return new ForwardingRun(run) {
        @Override
        public void onEnd(Consumer<Exit> then) {}

        @Override
        public Optional<Exit> exit() {
          return Optional.empty();
        }
      };
    }
  }

  private static final class Blind extends ForwardingExecutor {
    Blind(WorkloadExecutor inner) {
      super(inner);
    }

    @Override
    public Optional<Run> find(AllocationId allocation) {
      return Optional.empty();
    }
  }

  private static final class Confused extends ForwardingExecutor {
    private final List<AllocationId> started = new ArrayList<>();

    Confused(WorkloadExecutor inner) {
      super(inner);
    }

    @Override
    public Run start(Workload workload) throws InterruptedException {
      started.add(workload.allocation());
      return new ForwardingRun(inner.start(workload)) {
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

  private static final class Lying extends ForwardingExecutor {
    Lying(WorkloadExecutor inner) {
      super(inner);
    }

    @Override
    public Run start(Workload workload) throws InterruptedException {
      return new ForwardingRun(inner.start(workload)) {
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
