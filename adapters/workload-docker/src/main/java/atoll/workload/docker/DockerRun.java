package atoll.workload.docker;

import atoll.kernel.AllocationId;
import atoll.workload.Alarm;
import atoll.workload.CapturedOutput;
import atoll.workload.Exit;
import atoll.workload.OutputFiles;
import atoll.workload.Run;
import atoll.workload.WorkloadExecutorException;
import atoll.workload.WorkloadNetwork;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One container that this provider runs, followed to its end by a thread of its own. */
final class DockerRun implements Run {
  private static final Logger LOG = LoggerFactory.getLogger(DockerRun.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Engine engine;
  private final AllocationId allocation;
  private final String container;
  private final ContainerFolder folder;
  private final OutputFiles output;
  private final boolean taken;
  private final CompletableFuture<Exit> ending = new CompletableFuture<>();
  private final AtomicReference<Exit.@Nullable Cause> asked;
  private @Nullable Thread follower;
  private volatile Alarm.Set deadline = () -> {};

  /**
   * @param taken whether somebody else made the container: it is never removed, and what it writes
   *     stays with the engine
   */
  DockerRun(
      Engine engine,
      AllocationId allocation,
      String container,
      ContainerFolder folder,
      OutputFiles output,
      Optional<Exit.Cause> askedBefore,
      boolean taken) {
    this.engine = engine;
    this.allocation = allocation;
    this.container = container;
    this.folder = folder;
    this.output = output;
    this.taken = taken;
    this.asked = new AtomicReference<>(askedBefore.orElse(null));
  }

  /**
   * Begins to follow the container; called once, by whoever made this run.
   *
   * @param live opened before the container's start; null if it is taken up
   */
  void follow(@Nullable Round live, boolean restarts, Optional<Instant> killAt) {
    var following =
        new Following(
            engine,
            container,
            taken ? Optional.empty() : Optional.of(output),
            restarts,
            killAt,
            () -> Optional.ofNullable(asked.get()));
    follower =
        Thread.ofVirtual()
            .name("container " + allocation)
            .start(() -> {
              try {
                var exit = following.toTheEnd(live);
                output.close();
                ending.complete(exit);
              } catch (InterruptedException e) {
                letGo(e);
              } catch (IOException | RuntimeException e) {
                ending.completeExceptionally(e);
              } finally {
                deadline.cancel();
              }
            });
  }

  /**
   * Waits until the end of a container that has ended is known, so that nobody takes it for one
   * that runs.
   */
  void awaitKnown(Duration patience) {
    try {
      var _ = ending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException _) {
      // whoever waits for the end is told
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Kills it after {@code delay} unless it ends before. */
  void killAfter(Duration delay, Alarm alarm) {
    deadline =
        alarm.after(
            delay, () -> Thread.ofVirtual().name("deadline " + allocation).start(this::outOfTime));
    if (ending.isDone()) deadline.cancel();
  }

  /** Goes on until it has ended, since the engine may be away when the time comes. */
  private void outOfTime() {
    while (!ending.isDone()) {
      try {
        ask(Exit.Cause.DEADLINE);
        engine.kill(container);
        return;
      } catch (EngineException | WorkloadExecutorException e) {
        LOG.warn("deadline of {}: {}; trying again", allocation, e.getMessage());
      }
      try {
        var _ = ending.get(RETRY.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException _) {
        // looked at by the loop
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  @Override
  public AllocationId allocation() {
    return allocation;
  }

  String container() {
    return container;
  }

  ContainerFolder folder() {
    return folder;
  }

  /** Whether somebody else made the container, which stays when the run is removed. */
  boolean isTaken() {
    return taken;
  }

  CompletableFuture<Exit> ending() {
    return ending;
  }

  @Override
  public CapturedOutput output() {
    return output;
  }

  @Override
  public Optional<Exit> exit() {
    return ending.isDone() && !ending.isCompletedExceptionally()
        ? Optional.of(ending.resultNow())
        : Optional.empty();
  }

  /**
   * @throws WorkloadExecutorException if the executor was closed meanwhile; the container goes on
   */
  @Override
  public Exit await() throws InterruptedException {
    try {
      return ending.get();
    } catch (ExecutionException e) {
      var what =
          e.getCause() instanceof InterruptedException
              ? "the executor was closed, and the container goes on,"
              : "following the container";
      throw new WorkloadExecutorException(what, allocation, e.getCause());
    }
  }

  /** {@inheritDoc} The grace counts in whole seconds, rounded up. */
  @Override
  public void stop(Duration grace) throws InterruptedException {
    if (ending.isDone()) return;
    ask(Exit.Cause.STOPPED);
    try {
      if (grace.isPositive()) engine.stop(container, grace);
      else engine.kill(container);
    } catch (EngineException e) {
      throw new WorkloadExecutorException("stopping: " + e.words(), allocation, e);
    }
    await();
  }

  /** {@inheritDoc} A command that takes longer is killed and answers 124. */
  @Override
  public ExecResult exec(List<String> argv, Duration timeout) throws InterruptedException {
    try {
      return new InsideCommand(engine, container).run(argv, timeout);
    } catch (EngineException e) {
      throw new WorkloadExecutorException("running a command: " + e.words(), allocation, e);
    }
  }

  @Override
  public Optional<WorkloadNetwork> network() {
    if (!engine.isLocal() || !NetworkNamespace.mayEnter()) return Optional.empty();
    try {
      long pid = engine.inspect(container).map(Container::pid).orElse(0L);
      return pid == 0 ? Optional.empty() : Optional.of(NetworkNamespace.of(container, pid));
    } catch (EngineException e) {
      throw new WorkloadExecutorException("asking for its network: " + e.words(), allocation, e);
    } catch (IOException e) {
      LOG.debug("network of {}: {}", allocation, e.getMessage());
      return Optional.empty();
    }
  }

  /** Stops following; the container goes on, and whoever waits for its end is told so. */
  void release() {
    deadline.cancel();
    if (follower != null) follower.interrupt();
  }

  private void letGo(InterruptedException why) {
    ending.completeExceptionally(why);
    try {
      output.close();
    } catch (IOException e) {
      LOG.warn("closing the output of {}", allocation, e);
    }
  }

  /** The first reason counts; it is on disk before the order goes out. */
  void ask(Exit.Cause cause) {
    if (!asked.compareAndSet(null, cause)) return;
    try {
      folder.remember(cause);
    } catch (IOException e) {
      throw new WorkloadExecutorException("noting why it is ended", allocation, e);
    }
  }
}
