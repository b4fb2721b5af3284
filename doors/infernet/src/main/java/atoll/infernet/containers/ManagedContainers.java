package atoll.infernet.containers;

import atoll.actor.Dispatcher;
import atoll.infernet.config.ContainerConfig;
import atoll.infernet.config.InfernetConfig.RegistryLogin;
import atoll.journal.Codec;
import atoll.journal.Journal;
import atoll.journal.Repository;
import atoll.kernel.AtollException;
import atoll.kernel.Backoff;
import atoll.kernel.ErrorCode;
import atoll.kernel.Resources;
import atoll.workload.Exit;
import atoll.workload.LocalName;
import atoll.workload.Run;
import atoll.workload.WorkloadExecutor;
import atoll.workload.WorkloadExecutorException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The containers that this node runs itself (Infernet §3.3). One that ends is started again, after
 * a pause that grows while it keeps ending; one of an earlier life of the node is taken up as it
 * is, with its files, unless its configuration has changed. Each is known to the engine by its id,
 * and one that somebody else made under that name is used as it is, and kept.
 */
public final class ManagedContainers implements Keeper, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("orchestration.docker");
  private static final Duration GRACE = Duration.ofSeconds(10); // a node ends within 30 s
  private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
  private static final Duration STEADY = Duration.ofSeconds(60);

  private final Map<String, ContainerConfig> containers = new LinkedHashMap<>();
  private final ContainerPlans plans;
  private final WorkloadExecutor executor;
  private final Repository<String> fingerprints;
  private final Dispatcher dispatcher;
  private final InstantSource clock;
  private final ConcurrentMap<String, Run> runs = new ConcurrentHashMap<>();
  private final UnderWay underWay = new UnderWay();

  /**
   * @param containers with the ports that they really have
   * @param machine whose GPUs a container may see
   * @param folder for the containers' own folders
   */
  public ManagedContainers(
      List<ContainerConfig> containers,
      Optional<RegistryLogin> login,
      Resources machine,
      Path folder,
      WorkloadExecutor executor,
      Journal journal,
      Dispatcher dispatcher,
      InstantSource clock) {
    for (var container : containers) {
      this.containers.put(container.id(), container);
      if (LocalName.of(container.id()).isEmpty())
        LOG.warn(
            "\"{}\" is no name that a container can have, so docker ps shows another",
            container.id());
    }
    this.plans = new ContainerPlans(login, machine, folder);
    this.executor = executor;
    this.fingerprints = new Repository<>(journal, "infernet-containers", new Text());
    this.dispatcher = dispatcher;
    this.clock = clock;
  }

  /**
   * Starts all of them, at once. Blocks until they run; minutes, if images must be fetched.
   *
   * @throws AtollException if one cannot be started; the message names each and why
   */
  public void start() throws InterruptedException {
    stopStrays();
    LOG.info("Pulling images, this may take a while...");
    var failures = new ConcurrentHashMap<String, String>();
    var open = new CountDownLatch(containers.size());
    for (var container : containers.values())
      dispatcher.execute(() -> {
        try {
          start(container, PAUSES.first());
        } catch (WorkloadExecutorException e) {
          failures.put(container.id(), why(container, e));
        } catch (AtollException e) {
          failures.put(container.id(), String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
          failures.put(container.id(), "it was interrupted");
        } catch (RuntimeException e) {
          LOG.error("starting container {}", container.id(), e);
          failures.put(container.id(), "something went wrong inside, which the log tells");
        } finally {
          open.countDown();
        }
      });
    open.await();
    if (failures.isEmpty()) {
      tellRunning();
      return;
    }
    if (failures.values().stream().anyMatch(why -> why.contains("cannot be fetched")))
      LOG.error("Could not pull all images.");
    var told = new StringBuilder("Container manager setup failed. Check logs for details.");
    new TreeMap<>(failures)
        .forEach((id, why) -> told.append("\n  ").append(id).append(": ").append(why));
    throw new AtollException(ErrorCode.EXECUTOR_FAILED, told.toString());
  }

  private static String why(ContainerConfig container, WorkloadExecutorException failure) {
    var why = failure.doing();
    return container.gpu() && why.contains("device driver")
        ? why + "; the engine gives GPUs once NVIDIA's container toolkit is on its machine"
        : why;
  }

  /** Those of an earlier life of the node that the configuration no longer has; they are kept. */
  private void stopStrays() throws InterruptedException {
    var wanted = containers.values().stream().map(ContainerPlans::allocation).toList();
    for (var allocation : executor.allocations())
      if (ContainerPlans.isOurs(allocation) && !wanted.contains(allocation)) {
        var stray = executor.find(allocation);
        if (stray.isPresent()) stray.get().stop(GRACE);
      }
  }

  /** Ids of those that run. Never blocks. */
  public Set<String> running() {
    var running = new TreeSet<String>();
    runs.forEach((id, run) -> {
      if (run.exit().isEmpty()) running.add(id);
    });
    return running;
  }

  @Override
  public boolean runs(String id) {
    var run = runs.get(id);
    return run != null && run.exit().isEmpty();
  }

  @Override
  public void restart(String id) throws InterruptedException {
    var run = runs.get(id);
    if (run != null && !underWay.isEnding()) run.stop(GRACE);
  }

  /** In the words of the original's banner, once and after each change. */
  private void tellRunning() {
    var running = running();
    LOG.info(
        "Running containers: [{}]",
        containers.keySet().stream()
            .filter(running::contains)
            .map(id -> "'" + id + "'")
            .collect(Collectors.joining(", ")));
  }

  /**
   * @param pauseIfItEnds before it is started again
   */
  private void start(ContainerConfig container, Duration pauseIfItEnds)
      throws InterruptedException {
    if (!underWay.begin()) return;
    try {
      begin(container, pauseIfItEnds);
    } finally {
      underWay.started();
    }
  }

  private void begin(ContainerConfig container, Duration pauseIfItEnds)
      throws InterruptedException {
    var workload = plans.workload(container);
    var allocation = workload.allocation();
    var fingerprint = ContainerPlans.fingerprint(container);
    boolean changed = !fingerprints.find(container.id()).equals(Optional.of(fingerprint));
    if (changed) {
      executor.remove(allocation);
      fingerprints.save(container.id(), fingerprint);
    }
    var run = executor.start(workload);
    var started = clock.instant();
    runs.put(container.id(), run);
    if (underWay.isEnding()) {
      var _ = Thread.interrupted(); // it came too late to break the start off
      run.stop(GRACE);
      return;
    }
    run.onEnd(exit -> ended(container, run, exit, started, pauseIfItEnds));
  }

  private void ended(
      ContainerConfig container, Run run, Exit exit, Instant started, Duration pause) {
    if (underWay.isEnding() || !runs.remove(container.id(), run)) return;
    LOG.atWarn()
        .addKeyValue("failed_containers", "['" + container.id() + "']")
        .addKeyValue("exit", said(exit))
        .log("Container(s) failed / exited / crashed");
    tellRunning();
    boolean steady = Duration.between(started, clock.instant()).compareTo(STEADY) >= 0;
    startAgain(container, steady ? PAUSES.first() : pause);
  }

  private static String said(Exit exit) {
    return switch (exit) {
      case Exit.Exited(var code) -> "code " + code;
      case Exit.Killed(var cause) -> "killed: " + cause.name().toLowerCase(Locale.ROOT);
      case Exit.Lost(var why) -> why;
    };
  }

  private void startAgain(ContainerConfig container, Duration pause) {
    dispatcher.schedule(
        pause,
        () -> {
          if (underWay.isEnding()) return;
          try {
            start(container, PAUSES.after(pause));
            LOG.atInfo()
                .addKeyValue("containers", "['" + container.id() + "']")
                .log("Container(s) back up");
            tellRunning();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            LOG.warn("Container {} could not be started again: {}", container.id(), e.getMessage());
            startAgain(container, PAUSES.after(pause));
          }
        });
  }

  /**
   * Stops all of them, at once, also those whose start is under way; they are kept. Blocks for at
   * most a quarter of a minute.
   */
  @Override
  public void close() {
    underWay.end();
    runs.forEach((id, run) -> {
      underWay.stopping();
      dispatcher.execute(() -> {
        try {
          run.stop(GRACE);
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
          LOG.warn("Container {} could not be stopped: {}", id, e.getMessage());
        } finally {
          underWay.stopped();
        }
      });
    });
    try {
      if (!underWay.await(GRACE.plusSeconds(3)))
        LOG.warn("Containers are left running, since they did not stop in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Text implements Codec<String> {
    @Override
    public byte[] encode(String value) {
      return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String decode(byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
