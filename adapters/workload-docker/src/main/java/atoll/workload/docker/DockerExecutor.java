package atoll.workload.docker;

import atoll.kernel.AllocationId;
import atoll.kernel.ExecutorKind;
import atoll.workload.Alarm;
import atoll.workload.Exit;
import atoll.workload.OutputFiles;
import atoll.workload.Program;
import atoll.workload.Readiness;
import atoll.workload.Run;
import atoll.workload.Workload;
import atoll.workload.WorkloadExecutor;
import atoll.workload.WorkloadExecutorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs containers on a Docker Engine that other providers may share: this one sees and touches only
 * containers that carry its provider's id, or the name that a workload is given ({@link
 * NamesakeContainers}). Containers outlive this process; {@link #start} and {@link #find} take them
 * up again, with their output and deadline (DMS §9.2).
 *
 * <p>The engine may come later than this object, and may go away and come back.
 */
public final class DockerExecutor implements WorkloadExecutor {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Engine engine;
  private final Labels labels;
  private final Alarm alarm;
  private final InstantSource clock;
  private final MachineStart machineStart;
  private final EngineCheck check;
  private final ContainerStart starter;
  private final NamesakeContainers namesakes;
  private final ConcurrentMap<AllocationId, DockerRun> runs = new ConcurrentHashMap<>();
  private final Set<AllocationId> starting = ConcurrentHashMap.newKeySet();
  private final Turns<AllocationId> turns = new Turns<>();

  /**
   * @param engine need not answer yet
   * @param provider the id of the provider that this executor works for
   * @param alarm what deadlines wait on
   */
  public DockerExecutor(DockerHost engine, String provider, Alarm alarm, InstantSource clock) {
    this(engine, provider, alarm, clock, Path.of("/"));
  }

  /**
   * @param root of the file system in which the machine's devices and mounts are described
   */
  DockerExecutor(DockerHost engine, String provider, Alarm alarm, InstantSource clock, Path root) {
    this.engine = new Engine(engine);
    this.labels = new Labels(provider);
    this.alarm = alarm;
    this.clock = clock;
    this.machineStart = new MachineStart(root, this.engine.isLocal());
    this.check = new EngineCheck(engine, root);
    this.starter = new ContainerStart(this.engine, labels, check, root);
    this.namesakes = new NamesakeContainers(this.engine);
  }

  @Override
  public ExecutorKind kind() {
    return ExecutorKind.DOCKER;
  }

  @Override
  public Readiness readiness() {
    return check.readiness();
  }

  /**
   * Whether the engine has an image already, so that a start need not fetch it.
   *
   * @throws atoll.kernel.AtollException if the engine does not answer
   */
  public boolean hasImage(String reference) {
    return engine.image(reference).isPresent();
  }

  /** {@inheritDoc} Returns after the provision scripts, if there are any. */
  @Override
  public Run start(Workload workload) throws InterruptedException {
    var allocation = workload.allocation();
    if (!(workload.program() instanceof Program.Container program))
      throw new WorkloadExecutorException(
          "the docker executor runs only containers, so refusing a program", allocation, null);
    try (var _ = turns.take(allocation)) {
      starting.add(allocation);
      try {
        var known = takenUp(allocation);
        boolean isOver = known.filter(run -> run.exit().isPresent()).isPresent();
        if (known.isPresent() && !(isOver && program.isPlain())) return provisioned(known.get());
        if (known.isPresent() && !known.get().isTaken())
          return again(known.get(), workload, program);
        runs.remove(allocation);
        var namesake = namesakes.take(workload);
        if (namesake.isEmpty()) return begin(workload, program);
        runs.put(allocation, namesake.get());
        workload.deadline().ifPresent(after -> namesake.get().killAfter(after, alarm));
        return namesake.get();
      } finally {
        starting.remove(allocation);
      }
    } catch (EngineException e) {
      throw new WorkloadExecutorException("starting: " + e.words(), allocation, e);
    } catch (IOException e) {
      throw new WorkloadExecutorException("starting: " + e.getMessage(), allocation, e);
    }
  }

  /**
   * {@inheritDoc} One whose image is being fetched is not known yet.
   *
   * @throws atoll.kernel.AtollException if the engine has to be asked and does not answer
   */
  @Override
  public Optional<Run> find(AllocationId allocation) {
    var known = runs.get(allocation);
    if (known != null) return Optional.of(known);
    if (starting.contains(allocation)) return Optional.empty();
    try (var _ = turns.await(allocation)) {
      return takenUp(allocation).map(run -> run);
    } catch (IOException e) {
      throw new UncheckedIOException("taking up the container of " + allocation, e);
    }
  }

  @Override
  public List<AllocationId> allocations() {
    return engine.labelled(labels.own()).stream()
        .map(c -> AllocationId.parse(String.valueOf(c.labels().get(Labels.ALLOCATION))))
        .toList();
  }

  @Override
  public void remove(AllocationId allocation) throws InterruptedException {
    try (var _ = turns.take(allocation)) {
      var run = takenUp(allocation);
      if (run.isPresent()) {
        run.get().stop(Duration.ZERO);
        discard(run.get());
      }
    } catch (EngineException e) {
      throw new WorkloadExecutorException("removing: " + e.words(), allocation, e);
    } catch (IOException e) {
      throw new WorkloadExecutorException("removing: " + e.getMessage(), allocation, e);
    }
  }

  @Override
  public void close() {
    runs.values().forEach(DockerRun::release);
    engine.close();
  }

  private Run begin(Workload workload, Program.Container program)
      throws InterruptedException, IOException {
    var killAt = workload.deadline().map(clock.instant()::plus);
    var run = starter.begin(workload, program, killAt);
    workload.deadline().ifPresent(after -> run.killAfter(after, alarm));
    runs.put(workload.allocation(), run);
    if (workload.provision().isEmpty()) return run;
    try {
      return switch (run.folder().provisioning().await(run.ending())) {
        case Provisioning.Outcome.Done() -> run;
        case Provisioning.Outcome.Failed(var script, var code) ->
            throw new WorkloadExecutorException(
                "provision script \"%s\" failed with exit code %d, see the captured output,"
                    .formatted(script, code),
                workload.allocation(),
                null);
        case Provisioning.Outcome.Cut() ->
            throw new WorkloadExecutorException(
                "the container ended before its provision scripts did, with "
                    + run.await()
                    + ", see the captured output,",
                workload.allocation(),
                null);
      };
    } catch (InterruptedException | IOException | RuntimeException e) {
      abandon(run, e);
      throw e;
    }
  }

  /** A run that was taken up while its scripts were running is waited for, however they end. */
  private Run provisioned(DockerRun run) throws InterruptedException, IOException {
    var provisioning = run.folder().provisioning();
    if (run.exit().isEmpty() && provisioning.exists()) {
      var _ = provisioning.await(run.ending());
    }
    return run;
  }

  private void abandon(DockerRun run, Exception why) {
    try {
      run.ask(Exit.Cause.STOPPED);
      engine.kill(run.container());
      var _ = run.ending().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      why.addSuppressed(e);
    }
    try {
      discard(run);
    } catch (IOException | RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  private void discard(DockerRun run) throws IOException {
    if (!run.isTaken()) engine.remove(run.container());
    run.folder().delete();
    runs.remove(run.allocation());
  }

  /** Starts a container that has ended, or makes it anew if somebody removed it. */
  private Run again(DockerRun ended, Workload workload, Program.Container program)
      throws InterruptedException, IOException {
    runs.remove(workload.allocation());
    if (engine.inspect(ended.container()).isEmpty()) return begin(workload, program);
    var run = starter.again(workload, program, ended.container());
    runs.put(workload.allocation(), run);
    return run;
  }

  /** The run of an allocation that has a container; called in the allocation's turn. */
  private Optional<DockerRun> takenUp(AllocationId allocation) throws IOException {
    var known = runs.get(allocation);
    if (known != null) return Optional.of(known);
    for (var labelled : engine.labelled(labels.own(allocation))) {
      var container = engine.inspect(labelled.id());
      if (container.isEmpty()) continue;
      var directory = Labels.directory(labelled.labels()).filter(Files::isDirectory);
      if (!container.get().started() || directory.isEmpty()) {
        engine.remove(labelled.id()); // a start that was cut off, or nowhere to write to any more
        if (directory.isPresent()) new ContainerFolder(directory.get()).delete();
        continue;
      }
      if (!Labels.kept(labelled.labels()) && machineStart.ended(container.get())) {
        leaveOutput(container.get(), new ContainerFolder(directory.get()));
        continue;
      }
      var run = takeUp(allocation, container.get(), new ContainerFolder(directory.get()));
      runs.put(allocation, run);
      return Optional.of(run);
    }
    return Optional.empty();
  }

  /** Of a run that went down with the machine nothing is known but what it wrote. */
  private void leaveOutput(Container container, ContainerFolder folder) throws IOException {
    try (var output = OutputFiles.open(folder.workload(), OutputFiles.DEFAULT_LIMIT_BYTES)) {
      Following.captureRest(engine, container.id(), output);
    }
    engine.remove(container.id());
    folder.delete();
  }

  private DockerRun takeUp(AllocationId allocation, Container container, ContainerFolder folder)
      throws IOException {
    var output = OutputFiles.open(folder.workload(), OutputFiles.DEFAULT_LIMIT_BYTES);
    var run =
        new DockerRun(engine, allocation, container.id(), folder, output, folder.asked(), false);
    var killAt = Labels.deadline(container.labels());
    run.follow(null, Labels.restarts(container.labels()), killAt);
    if (!container.alive()) run.awaitKnown(PATIENCE);
    killAt.ifPresent(at -> {
      var left = Duration.between(clock.instant(), at);
      run.killAfter(left.isNegative() ? Duration.ZERO : left, alarm);
    });
    return run;
  }
}
