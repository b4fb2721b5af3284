package atoll.simulation.world;

import atoll.kernel.AllocationId;
import atoll.kernel.ExecutorKind;
import atoll.kernel.Resources;
import atoll.workload.Exit;
import atoll.workload.Program;
import atoll.workload.Workload;
import atoll.workload.WorkloadExecutorException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What really runs on one machine. Containers outlive the provider's process; children of it do
 * not. What a workload does is said in its environment: {@code LIFE} in seconds, after which it
 * exits with {@code CODE}; without one it lasts.
 */
final class Ground {
  private final String name;
  private final Turns turns;
  private final Trace trace;
  private final Chance chance;
  private final Tally tally;
  private final Observer observer;
  private final Map<AllocationId, Running> runs = new LinkedHashMap<>();
  private double startFailures;
  private double failures;

  Ground(String name, Turns turns, Trace trace, Chance chance, Tally tally, Observer observer) {
    this.name = name;
    this.turns = turns;
    this.trace = trace;
    this.chance = chance;
    this.tally = tally;
    this.observer = observer;
  }

  /**
   * @param startRate how many starts fail
   * @param otherRate how many other calls of the runtime do
   */
  void worsen(double startRate, double otherRate) {
    startFailures = startRate;
    failures = otherRate;
  }

  Running start(Workload workload, Life life) {
    var known = runs.get(workload.allocation());
    if (known != null) return known;
    if (chance.happens(startFailures)) {
      tally.count(FaultKind.START_FAILED);
      throw new WorkloadExecutorException(
          "the runtime did not start it", workload.allocation(), null);
    }
    return begin(workload, life);
  }

  /** Starts one beside whatever runs already. */
  Running begin(Workload workload, Life life) {
    var run =
        new Running(workload, turns.nanos(), kindOf(workload) == ExecutorKind.DOCKER ? null : life);
    runs.put(workload.allocation(), run);
    note("starts", workload.allocation());
    observer.started(run);
    var environment = environment(workload);
    var lasts = environment.get("LIFE");
    if (lasts != null) {
      var exit = new Exit.Exited(Integer.parseInt(environment.getOrDefault("CODE", "0")));
      turns.schedule(null, Duration.ofMillis(Long.parseLong(lasts)), () -> end(run, exit));
    }
    return run;
  }

  static ExecutorKind kindOf(Workload workload) {
    return switch (workload.program()) {
      case Program.Container _ -> ExecutorKind.DOCKER;
      case Program.WasmModule _ -> ExecutorKind.WASM;
      case Program.Nothing _ -> ExecutorKind.NULL;
    };
  }

  private static Map<String, String> environment(Workload workload) {
    return switch (workload.program()) {
      case Program.Container container -> container.environment();
      case Program.WasmModule module -> module.environment();
      case Program.Nothing() -> Map.of();
    };
  }

  Optional<Running> find(AllocationId allocation) {
    return Optional.ofNullable(runs.get(allocation));
  }

  List<Running> all() {
    return List.copyOf(runs.values());
  }

  void stop(Running run) {
    mayFail("stopping", run.workload().allocation());
    if (!run.isOver()) observer.stopping(run);
    end(run, new Exit.Killed(Exit.Cause.STOPPED));
  }

  void remove(AllocationId allocation) {
    mayFail("removing", allocation);
    var run = runs.remove(allocation);
    if (run == null) return;
    note("removes", allocation);
    if (!run.isOver()) observer.stopping(run);
    end(run, new Exit.Killed(Exit.Cause.STOPPED));
  }

  private void mayFail(String doing, AllocationId allocation) {
    if (!chance.happens(failures)) return;
    tally.count(FaultKind.EXECUTOR_FAILED);
    throw new WorkloadExecutorException(doing + ": the runtime does not answer", allocation, null);
  }

  void end(Running run, Exit exit) {
    if (run.isOver()) return;
    note("ends " + exit, run.workload().allocation());
    run.end(exit);
  }

  /** Some workload dies by itself. */
  void lose(Chance which) {
    var alive = alive();
    if (alive.isEmpty()) return;
    tally.count(FaultKind.WORKLOAD_DIED);
    end(which.one(alive), new Exit.Exited(1));
  }

  /** The provider's process has ended: its children end with it. */
  void processEnded(Life life) {
    for (var run : List.copyOf(runs.values())) {
      if (run.parent() != life) continue;
      runs.remove(run.workload().allocation());
      end(run, new Exit.Lost("its parent ended"));
    }
  }

  /** The machine has lost its power. */
  void powerLost() {
    for (var run : alive()) end(run, new Exit.Exited(137));
  }

  List<Running> alive() {
    return runs.values().stream().filter(run -> !run.isOver()).toList();
  }

  /** What runs here needs this much. */
  Resources inUse() {
    var sum = Resources.NONE;
    for (var run : runs.values()) if (!run.isOver()) sum = sum.plus(run.workload().limits());
    return sum;
  }

  private void note(String what, AllocationId allocation) {
    trace.add(
        turns.nanos(),
        name,
        what + " " + allocation.manifestKey() + " of " + allocation.ensemble());
  }

  /** Everything that runs or ran and was not removed. */
  List<AllocationId> known() {
    return new ArrayList<>(runs.keySet());
  }
}
