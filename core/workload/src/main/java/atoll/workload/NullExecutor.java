package atoll.workload;

import atoll.kernel.AllocationId;
import atoll.kernel.AllocationType;
import atoll.kernel.ExecutorKind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Runs nothing, faithfully: a service lasts until it is stopped or out of time, a task ends at once
 * with code 0. For trying out everything around a workload (DMS §9.4). Touches no disk.
 */
public final class NullExecutor implements WorkloadExecutor {
  private final Alarm alarm;
  private final ConcurrentMap<AllocationId, NullRun> runs = new ConcurrentHashMap<>();

  public NullExecutor(Alarm alarm) {
    this.alarm = alarm;
  }

  @Override
  public ExecutorKind kind() {
    return ExecutorKind.NULL;
  }

  @Override
  public Readiness readiness() {
    return new Readiness.Ready("null", List.of());
  }

  @Override
  public Run start(Workload workload) throws InterruptedException {
    if (Thread.interrupted()) throw new InterruptedException("before starting nothing");
    if (!(workload.program() instanceof Program.Nothing))
      throw new WorkloadExecutorException(
          "the null executor runs only nothing, so refusing a program",
          workload.allocation(),
          null);
    return runs.computeIfAbsent(workload.allocation(), _ -> begin(workload));
  }

  private NullRun begin(Workload workload) {
    var run = new NullRun(workload.allocation(), workload.directory());
    if (workload.type() == AllocationType.TASK) run.end(new Exit.Exited(0));
    else
      workload
          .deadline()
          .map(after -> alarm.after(after, () -> run.end(new Exit.Killed(Exit.Cause.DEADLINE))))
          .ifPresent(run::forgetWhenEnded);
    return run;
  }

  @Override
  public Optional<Run> find(AllocationId allocation) {
    return Optional.ofNullable(runs.get(allocation));
  }

  @Override
  public List<AllocationId> allocations() {
    return List.copyOf(runs.keySet());
  }

  @Override
  public void remove(AllocationId allocation) {
    var run = runs.remove(allocation);
    if (run != null) run.end(new Exit.Killed(Exit.Cause.STOPPED));
  }

  @Override
  public void close() {
    runs.values().forEach(run -> run.end(new Exit.Killed(Exit.Cause.STOPPED)));
  }
}
