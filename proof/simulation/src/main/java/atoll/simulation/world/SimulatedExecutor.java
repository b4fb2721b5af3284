package atoll.simulation.world;

import atoll.kernel.AllocationId;
import atoll.kernel.ExecutorKind;
import atoll.workload.CapturedOutput;
import atoll.workload.Exit;
import atoll.workload.Readiness;
import atoll.workload.Run;
import atoll.workload.Workload;
import atoll.workload.WorkloadExecutor;
import atoll.workload.WorkloadExecutorException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A provider process's hold on what runs on its {@link Ground}. Blocks nowhere. */
final class SimulatedExecutor implements WorkloadExecutor {
  private final ExecutorKind kind;
  private final Ground ground;
  private final Life life;

  SimulatedExecutor(ExecutorKind kind, Ground ground, Life life) {
    this.kind = kind;
    this.ground = ground;
    this.life = life;
  }

  @Override
  public ExecutorKind kind() {
    return kind;
  }

  @Override
  public Readiness readiness() {
    return new Readiness.Ready("simulated", List.of());
  }

  @Override
  public Run start(Workload workload) {
    return new Handle(life.acting(() -> ground.start(workload, life)));
  }

  @Override
  public Optional<Run> find(AllocationId allocation) {
    life.touch();
    return ground.find(allocation).filter(this::isMine).map(Handle::new);
  }

  @Override
  public List<AllocationId> allocations() {
    life.touch();
    return ground.known().stream()
        .filter(id -> ground.find(id).filter(this::isMine).isPresent())
        .toList();
  }

  private boolean isMine(Running run) {
    return Ground.kindOf(run.workload()) == kind;
  }

  @Override
  public void remove(AllocationId allocation) {
    life.acting(() -> {
      ground.remove(allocation);
      return true;
    });
  }

  @Override
  public void close() {}

  /** A run as this process sees it. */
  private final class Handle implements Run, CapturedOutput {
    private final Running running;

    Handle(Running running) {
      this.running = running;
    }

    @Override
    public AllocationId allocation() {
      return running.workload().allocation();
    }

    @Override
    public CapturedOutput output() {
      return this;
    }

    @Override
    public Optional<Exit> exit() {
      return running.exit();
    }

    @Override
    public Exit await() {
      return running
          .exit()
          .orElseThrow(() -> new IllegalStateException("nobody waits in a simulation"));
    }

    @Override
    public void onEnd(Consumer<Exit> then) {
      running.watch(exit -> life.hear(() -> then.accept(exit)));
    }

    @Override
    public void stop(Duration grace) {
      life.acting(() -> {
        ground.stop(running);
        return true;
      });
    }

    @Override
    public ExecResult exec(List<String> argv, Duration timeout) {
      if (running.isOver()) throw new WorkloadExecutorException("it has ended", allocation(), null);
      return new ExecResult(0, "", "");
    }

    @Override
    public Path file(Stream stream) {
      return running.workload().directory().resolve(stream.fileName());
    }

    @Override
    public byte[] read(Stream stream, long offset, int maxBytes) {
      return new byte[0];
    }

    @Override
    public boolean awaitBeyond(Stream stream, long offset, Duration atMost) {
      return !running.isOver();
    }
  }
}
