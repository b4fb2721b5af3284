package atoll.workload;

import atoll.kernel.AllocationId;
import atoll.kernel.AllocationType;
import atoll.kernel.ExecutorKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Runs nothing, and behaves as a test says: each start asks the script what is to become of it. A
 * run whose script does not end it lasts until it is stopped, or until the test ends it.
 */
public final class ScriptedExecutor implements WorkloadExecutor {
  private final ExecutorKind kind;
  private final Map<AllocationId, ScriptedRun> runs = new ConcurrentHashMap<>();
  private final List<Workload> starts = new CopyOnWriteArrayList<>();
  private volatile Function<Workload, Scene> script = ScriptedExecutor::usual;
  private final AtomicInteger removals = new AtomicInteger();
  private volatile int removalsToFail;
  private volatile int findsToFail;
  private volatile Readiness readiness = new Readiness.Ready("scripted", List.of());

  public ScriptedExecutor(ExecutorKind kind) {
    this.kind = kind;
  }

  /** What becomes of one start. */
  public sealed interface Scene {
    /** It runs until it is stopped or ended by the test. */
    record Lasts() implements Scene {}

    /** It writes {@code stdout} and ends by itself. */
    record Ends(int code, String stdout) implements Scene {}

    /** It cannot be started. */
    record Fails(String cause) implements Scene {}

    /** Starting it takes until {@code gate} lets it pass. */
    record Waits(Gate gate, Scene then) implements Scene {}
  }

  /** Something that a start waits at. */
  @FunctionalInterface
  public interface Gate {
    void pass() throws InterruptedException;
  }

  /** A service lasts, a task ends at once with code 0. */
  public static Scene usual(Workload workload) {
    return workload.type() == AllocationType.TASK ? new Scene.Ends(0, "") : new Scene.Lasts();
  }

  /** Decides over every start from now on. */
  public ScriptedExecutor script(Function<Workload, Scene> decides) {
    script = decides;
    return this;
  }

  /** The runtime is away for the next so many removals. */
  public ScriptedExecutor failRemovals(int times) {
    removalsToFail = times;
    return this;
  }

  /** The runtime is away for the next so many questions of what it knows. */
  public ScriptedExecutor failFinds(int times) {
    findsToFail = times;
    return this;
  }

  /** How often it is still away when it is asked what it knows. */
  public int findsToFail() {
    return findsToFail;
  }

  public ScriptedExecutor readiness(Readiness now) {
    readiness = now;
    return this;
  }

  /** Every workload that was ever begun to be started, in order. */
  public List<Workload> starts() {
    return List.copyOf(starts);
  }

  /** How often something was to be removed, with or without success. */
  public int removals() {
    return removals.get();
  }

  /** How many run now. */
  public long running() {
    return runs.values().stream().filter(run -> run.exit().isEmpty()).count();
  }

  /** Ends a run as if by itself. */
  public void end(AllocationId allocation, Exit exit) {
    var run = runs.get(allocation);
    if (run == null) throw new AssertionError("nothing of " + allocation + " was started here");
    run.end(exit);
  }

  @Override
  public ExecutorKind kind() {
    return kind;
  }

  @Override
  public Readiness readiness() {
    return readiness;
  }

  @Override
  public Run start(Workload workload) throws InterruptedException {
    if (Thread.interrupted()) throw new InterruptedException("before starting a scene");
    var known = runs.get(workload.allocation());
    if (known != null) return known;
    starts.add(workload);
    var scene = script.apply(workload);
    while (scene instanceof Scene.Waits(var gate, var then)) {
      gate.pass();
      scene = then;
    }
    if (scene instanceof Scene.Fails(var cause))
      throw new WorkloadExecutorException(cause, workload.allocation(), null);
    var decided = scene;
    return runs.computeIfAbsent(workload.allocation(), _ -> begin(workload, decided));
  }

  private static ScriptedRun begin(Workload workload, Scene scene) {
    try {
      var run =
          new ScriptedRun(
              workload.allocation(),
              OutputFiles.open(workload.directory(), OutputFiles.DEFAULT_LIMIT_BYTES));
      if (scene instanceof Scene.Ends(var code, var stdout)) {
        run.write(stdout.getBytes(StandardCharsets.UTF_8));
        run.end(new Exit.Exited(code));
      }
      return run;
    } catch (IOException e) {
      throw new WorkloadExecutorException("opening the output", workload.allocation(), e);
    }
  }

  @Override
  public Optional<Run> find(AllocationId allocation) {
    if (findsToFail > 0) {
      findsToFail--;
      throw new WorkloadExecutorException("the runtime is away", allocation, null);
    }
    return Optional.ofNullable(runs.get(allocation));
  }

  @Override
  public List<AllocationId> allocations() {
    return List.copyOf(runs.keySet());
  }

  @Override
  public void remove(AllocationId allocation) {
    removals.incrementAndGet();
    if (removalsToFail > 0) {
      removalsToFail--;
      throw new WorkloadExecutorException("the runtime is away", allocation, null);
    }
    var run = runs.remove(allocation);
    if (run != null) run.end(new Exit.Killed(Exit.Cause.STOPPED));
  }

  @Override
  public void close() {
    runs.values().forEach(run -> run.end(new Exit.Killed(Exit.Cause.STOPPED)));
  }
}
