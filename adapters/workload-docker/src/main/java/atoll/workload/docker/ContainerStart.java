package atoll.workload.docker;

import atoll.kernel.AllocationId;
import atoll.workload.LocalName;
import atoll.workload.OutputFiles;
import atoll.workload.Program;
import atoll.workload.Workload;
import atoll.workload.WorkloadExecutorException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings a container from nothing to running: image, plan, files, streams, start. What fails or is
 * interrupted on the way leaves nothing behind but output that was captured by then.
 */
record ContainerStart(Engine engine, Labels labels, EngineCheck check, Path root) {

  /** Returns when the container's first process runs; the run is being followed. */
  DockerRun begin(Workload workload, Program.Container program, Optional<Instant> killAt)
      throws InterruptedException, IOException {
    refuseNonsense(workload, program);
    for (var volume : AskedVolumes.of(program.volumes()).misread())
      throw refused("no volume is source:destination[:mode]: " + volume, workload);
    var image = image(program, workload.allocation());
    var folder = new ContainerFolder(workload.directory());
    try {
      var provisioning = provision(workload, program, image, folder);
      var container = engine.create(plan(workload, program, image, provisioning, killAt));
      stopIfInterrupted();
      if (!workload.keys().isEmpty()) engine.unpack(container, KeyArchive.of(workload.keys()));
      return start(workload, program, folder, container, killAt);
    } catch (InterruptedException | IOException | RuntimeException e) {
      undo(workload.allocation(), folder, e);
      throw e;
    }
  }

  /** Starts one that has ended, as it is; what it writes is added to what it wrote before. */
  DockerRun again(Workload workload, Program.Container program, String container)
      throws InterruptedException, IOException {
    var folder = new ContainerFolder(workload.directory());
    folder.delete(); // why it was asked to end
    try {
      return start(workload, program, folder, container, Optional.empty());
    } catch (InterruptedException | IOException | RuntimeException e) {
      end(container, e);
      throw e;
    }
  }

  private void end(String container, Exception why) {
    try {
      engine.kill(container);
    } catch (EngineException e) {
      why.addSuppressed(e);
    }
  }

  private DockerRun start(
      Workload workload,
      Program.Container program,
      ContainerFolder folder,
      String container,
      Optional<Instant> killAt)
      throws InterruptedException, IOException {
    var output = OutputFiles.open(workload.directory(), OutputFiles.DEFAULT_LIMIT_BYTES);
    Round round = null;
    try {
      round = round(container, Capture.live(output));
      engine.start(container);
      stopIfInterrupted();
    } catch (InterruptedException | RuntimeException e) {
      if (round != null) round.close();
      output.close();
      throw e;
    }
    var run =
        new DockerRun(
            engine, workload.allocation(), container, folder, output, Optional.empty(), false);
    run.follow(round, program.restart() != Program.Restart.NO, killAt);
    return run;
  }

  /** Both streams are open before the container starts, so that nothing is missed. */
  private Round round(String container, Capture capture) {
    var exit = engine.wait(container, "next-exit");
    try {
      return new Round(engine.attach(container), exit, capture);
    } catch (EngineException e) {
      exit.close();
      throw e;
    }
  }

  private static void refuseNonsense(Workload workload, Program.Container program) {
    var limits = workload.limits();
    boolean unlimited = limits.cpu().millicores() == 0 || limits.memory().bytes() == 0;
    if (unlimited && !program.isPlain())
      throw refused("a container needs some CPU and memory: 0 would mean no limit", workload);
    for (var key : workload.keys())
      if (!key.destination().startsWith("/") || key.destination().endsWith("/"))
        throw refused(
            "key destination is no absolute path of a file: " + key.destination(), workload);
  }

  private static WorkloadExecutorException refused(String why, Workload workload) {
    return new WorkloadExecutorException(why + ", so refusing", workload.allocation(), null);
  }

  private ImageConfig image(Program.Container program, AllocationId allocation)
      throws InterruptedException {
    var here = engine.image(program.image());
    if (here.isPresent() && !program.isPlain()) return here.get();
    try {
      engine.pull(new ImagePull(program.image(), program.login()));
    } catch (EngineException e) {
      if (here.isPresent()) return here.get();
      throw absent(program.image(), e.words(), allocation, e);
    }
    return engine
        .image(program.image())
        .orElseThrow(
            () -> absent(program.image(), "it is gone after being fetched", allocation, null));
  }

  private static WorkloadExecutorException absent(
      String image, String why, AllocationId allocation, @Nullable Throwable cause) {
    return new WorkloadExecutorException(
        "image \"%s\" is not on this machine and cannot be fetched (%s); check its name and tag, the registry login and the way to the registry, or load it here (docker load, docker pull),"
            .formatted(image, why),
        allocation,
        cause);
  }

  private static Optional<Provisioning> provision(
      Workload workload, Program.Container program, ImageConfig image, ContainerFolder folder)
      throws IOException {
    if (workload.provision().isEmpty()) return Optional.empty();
    if (CommandLine.of(program, image).isEmpty())
      throw refused("the image names no command and none is given", workload);
    folder.delete(); // of a start that was cut off
    var provisioning = folder.provisioning();
    provisioning.write(workload.provision());
    return Optional.of(provisioning);
  }

  private ContainerPlan plan(
      Workload workload,
      Program.Container program,
      ImageConfig image,
      Optional<Provisioning> provisioning,
      Optional<Instant> killAt) {
    var gpus = GpuOptions.of(workload.limits().gpus(), RenderNode.of(root.resolve("sys")));
    for (var gpu : gpus.missing())
      throw refused("GPU " + gpu.uuid() + " (" + gpu.model() + ") has no device here", workload);
    var allocation = workload.allocation();
    boolean restarts = program.restart() != Program.Restart.NO;
    return ContainerPlan.of(
        workload.name().map(LocalName::value).orElseGet(() -> labels.name(allocation)),
        workload,
        program,
        image,
        provisioning,
        labels.of(allocation, workload.directory(), killAt, restarts, program.isPlain()),
        gpus,
        check.limits().disk());
  }

  /** By labels, because a torn order leaves no id, and a name may belong to somebody else. */
  private void undo(AllocationId allocation, ContainerFolder folder, Exception why) {
    try {
      engine.labelled(labels.own(allocation)).forEach(c -> engine.remove(c.id()));
      folder.delete();
    } catch (IOException | RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  private static void stopIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) throw new InterruptedException("while starting a container");
  }
}
