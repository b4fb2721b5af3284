package atoll.workload.wasm;

import atoll.kernel.AllocationId;
import atoll.kernel.ExecutorKind;
import atoll.workload.Alarm;
import atoll.workload.Exit;
import atoll.workload.Program;
import atoll.workload.Readiness;
import atoll.workload.Run;
import atoll.workload.Workload;
import atoll.workload.WorkloadExecutor;
import atoll.workload.WorkloadExecutorException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs WebAssembly modules, each in a child process of its own that dies with this one. A module
 * sees its arguments after the name {@code module}, its environment, a clock, chance, an empty
 * standard input, and the files of one folder, {@code volume} in the workload's, as {@code /data}.
 */
public final class WasmExecutor implements WorkloadExecutor {
  private static final int PAGE_BYTES = 64 << 10;
  private static final int MAX_PAGES = 32767; // what the runtime can address, just under 2 GiB
  private static final int COMPILE_SECONDS = 60;
  private static final List<String> UNENFORCED =
      List.of(
          "A module may use up to one core: fractions of a core are not enforced.",
          "The disk space of a module's files is not limited.",
          "The process around a module takes memory besides the module's own: about 60 MiB, and"
              + " about 50 times the size of the module.");

  private final WarmChildren children;
  private final Alarm alarm;
  private final ConcurrentMap<AllocationId, Kept> kept = new ConcurrentHashMap<>();
  private final List<ReentrantLock> turns = Stream.generate(ReentrantLock::new).limit(64).toList();
  private volatile boolean closed;

  private record Kept(WasmRun run, Volume volume) {}

  /**
   * @param children where processes come from; stays the caller's to close, after this
   * @param alarm real elapsed time, for deadlines
   */
  public WasmExecutor(WarmChildren children, Alarm alarm) {
    this.children = children;
    this.alarm = alarm;
  }

  @Override
  public ExecutorKind kind() {
    return ExecutorKind.WASM;
  }

  @Override
  public Readiness readiness() {
    return children
        .obstacle()
        .<Readiness>map(
            why -> new Readiness.NotReady("no child process for modules starts: " + why))
        .orElseGet(() -> new Readiness.Ready("Endive, WASI preview 1", UNENFORCED));
  }

  @Override
  public Run start(Workload workload) throws InterruptedException {
    var turn = turnOf(workload.allocation());
    turn.lockInterruptibly();
    try {
      var known = kept.get(workload.allocation());
      if (known != null) return known.run();
      var started = launch(workload);
      kept.put(workload.allocation(), started);
      if (closed) started.run().kill(Exit.Cause.STOPPED);
      return started.run();
    } finally {
      turn.unlock();
    }
  }

  private Kept launch(Workload workload) throws InterruptedException {
    var request = request(workload);
    var attempt = new Attempt(workload, request);
    try {
      var child =
          attempt.child(children.ready(workload.limits().memory(), request.module().length));
      var output = attempt.output();
      switch (child.run(request, output::append, COMPILE_SECONDS)) {
        case Child.Answer.Refused(var why) ->
            throw failed("refusing a module (" + why + ")", workload, null);
        case Child.Answer.Started() -> {}
      }
      var run = new WasmRun(workload.allocation(), output, child);
      attempt.succeeded();
      workload
          .deadline()
          .map(after -> alarm.after(after, () -> run.kill(Exit.Cause.DEADLINE)))
          .ifPresent(deadline -> run.whenEnded(deadline::cancel));
      return new Kept(run, attempt.volume());
    } catch (IOException e) {
      throw failed("starting a module (" + e.getMessage() + ")", workload, e);
    } finally {
      attempt.undoUnlessSucceeded();
      children.refill();
    }
  }

  private static ModuleRequest request(Workload workload) {
    if (!(workload.program() instanceof Program.WasmModule module))
      throw failed("refusing a program that is not WebAssembly", workload, null);
    if (!workload.provision().isEmpty()
        || !workload.keys().isEmpty()
        || !workload.mounts().isEmpty()
        || !workload.ports().isEmpty()
        || !workload.limits().gpus().isEmpty())
      throw failed(
          "refusing a module with scripts, keys, mounts, ports or GPUs, which WASI preview 1 has not",
          workload,
          null);
    var arguments = new ArrayList<>(List.of("module"));
    arguments.addAll(module.arguments());
    try {
      return new ModuleRequest(
          (int) Math.min(workload.limits().memory().bytes() / PAGE_BYTES, MAX_PAGES),
          workload.directory().resolve("volume").toAbsolutePath(),
          arguments,
          module.environment(),
          module.bytes());
    } catch (IllegalArgumentException e) {
      throw failed("refusing a module (" + e.getMessage() + ")", workload, e);
    }
  }

  private static WorkloadExecutorException failed(
      String doing, Workload workload, @Nullable Throwable cause) {
    return new WorkloadExecutorException(doing, workload.allocation(), cause);
  }

  @Override
  public Optional<Run> find(AllocationId allocation) {
    return Optional.ofNullable(kept.get(allocation)).map(Kept::run);
  }

  @Override
  public List<AllocationId> allocations() {
    return List.copyOf(kept.keySet());
  }

  @Override
  public void remove(AllocationId allocation) throws InterruptedException {
    var turn = turnOf(allocation);
    turn.lockInterruptibly();
    try {
      var known = kept.get(allocation);
      if (known == null) return;
      known.run().stop(Duration.ZERO);
      known.volume().delete();
      kept.remove(allocation);
    } catch (IOException e) {
      throw new WorkloadExecutorException("deleting a module's files", allocation, e);
    } finally {
      turn.unlock();
    }
  }

  /** One start or removal at a time for an allocation; a few others may share its turn. */
  private ReentrantLock turnOf(AllocationId allocation) {
    return turns.get(Math.floorMod(allocation.hashCode(), turns.size()));
  }

  /** Ends every module: their processes do not outlive this one. */
  @Override
  public void close() {
    closed = true;
    kept.values().forEach(known -> known.run().kill(Exit.Cause.STOPPED));
  }
}
