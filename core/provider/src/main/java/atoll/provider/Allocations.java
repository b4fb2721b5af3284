package atoll.provider;

import atoll.actor.Dispatcher;
import atoll.actor.Handle;
import atoll.identity.Did;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationStatus;
import atoll.kernel.ExecutorKind;
import atoll.protocol.AllocateRequest;
import atoll.protocol.Outcome;
import atoll.protocol.TaskTermination;
import atoll.workload.CapturedOutput;
import atoll.workload.Exit;
import atoll.workload.Run;
import atoll.workload.Workload;
import atoll.workload.WorkloadExecutor;
import atoll.workload.WorkloadExecutorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The allocations that this machine hosts (DMS §7.6): made when capacity is held for them, started,
 * watched, ended, and given back. Each run is watched by a virtual thread of its own. Safe for any
 * thread.
 */
final class Allocations {
  private static final Logger LOG = LoggerFactory.getLogger(Allocations.class);

  /** How long a workload may take to end by itself when it is asked to. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** How long output is kept after the end (DMS §7.6). */
  private static final Duration KEEP_OUTPUT = Duration.ofMinutes(30);

  private final Map<AllocationId, HostedAllocation> hosted = new ConcurrentHashMap<>();
  private final Map<ExecutorKind, WorkloadExecutor> executors;
  private final ResourceLedger ledger;
  private final PortLedger ports;
  private final Workloads workloads;
  private final Hosting hosting;
  private final InstantSource clock;
  private final Dispatcher dispatcher;

  Allocations(
      Map<ExecutorKind, WorkloadExecutor> executors,
      ResourceLedger ledger,
      PortLedger ports,
      Workloads workloads,
      Hosting hosting,
      InstantSource clock,
      Dispatcher dispatcher) {
    this.executors = Map.copyOf(executors);
    this.ledger = ledger;
    this.ports = ports;
    this.workloads = workloads;
    this.hosting = hosting;
    this.clock = clock;
    this.dispatcher = dispatcher;
  }

  /**
   * Makes an allocation whose capacity runs already in the ledger. Repeating it returns the same.
   */
  HostedAllocation make(
      AllocationId id, AllocateRequest.Order order, Did owner, Handle orchestrator) {
    return hosted.computeIfAbsent(
        id,
        _ ->
            new HostedAllocation(
                id, order, owner, orchestrator, hosting.open(id, owner), clock.instant()));
  }

  Optional<HostedAllocation> find(AllocationId id) {
    return Optional.ofNullable(hosted.get(id));
  }

  List<HostedAllocation> all() {
    return hosted.values().stream()
        .sorted(
            Comparator.comparing((HostedAllocation a) -> a.createdAt)
                .thenComparing(a -> a.id.value()))
        .toList();
  }

  boolean anyAlive() {
    return hosted.values().stream().anyMatch(a -> !a.status().ended());
  }

  /**
   * Starts an allocation; returns when it runs, which takes minutes if an image must be fetched.
   * Repeating is harmless.
   */
  Outcome start(AllocationId id) throws InterruptedException {
    var allocation = hosted.get(id);
    if (allocation == null) return Outcome.failed("no allocation " + id.manifestKey() + " here");
    return switch (allocation.takeStart()) {
      case RUNS_ALREADY -> Outcome.DONE;
      case STARTING_ALREADY -> Outcome.failed(id.manifestKey() + " is being started already");
      case ENDED -> Outcome.failed(id.manifestKey() + " has ended");
      case YOURS -> start(allocation);
    };
  }

  private Outcome start(HostedAllocation allocation) throws InterruptedException {
    try {
      var run = run(allocation);
      boolean wanted = allocation.started(run, clock.instant());
      watch(allocation, run);
      if (!wanted) run.stop(GRACE);
      return Outcome.DONE;
    } catch (WorkloadExecutorException | IOException e) {
      LOG.info("start_failed allocation={} cause={}", allocation.id, e.getMessage());
      end(allocation, new Exit.Lost(said(e)), false);
      return Outcome.failed(said(e));
    } catch (InterruptedException e) {
      end(allocation, new Exit.Killed(Exit.Cause.STOPPED), false);
      throw e;
    }
  }

  private Run run(HostedAllocation allocation) throws IOException, InterruptedException {
    var executor = executors.get(allocation.order.execution().kind());
    if (executor == null)
      throw new IOException(
          "this provider has no executor " + allocation.order.execution().kind().wireName());
    return executor.start(workload(allocation));
  }

  private Workload workload(HostedAllocation allocation) throws IOException, InterruptedException {
    var part =
        ledger
            .partOf(allocation.id)
            .orElseThrow(() -> new IOException("its capacity was given back"));
    return workloads.prepare(
        allocation.id,
        allocation.order,
        part,
        ports.of(allocation.id),
        allocation.owner,
        allocation.orchestrator);
  }

  /** Stops an allocation and starts it again on what it holds (DMS §4.8). */
  Outcome restart(AllocationId id) throws InterruptedException {
    var allocation = hosted.get(id);
    if (allocation == null || allocation.status() != AllocationStatus.RUNNING)
      return Outcome.failed(id.manifestKey() + " does not run here");
    var old = allocation.run().orElseThrow();
    var executor =
        java.util.Objects.requireNonNull(executors.get(allocation.order.execution().kind()));
    try {
      allocation.replaceRun();
      old.stop(GRACE);
      executor.remove(id);
      var fresh = executor.start(workload(allocation));
      allocation.restarted(fresh, clock.instant());
      watch(allocation, fresh);
      return Outcome.DONE;
    } catch (WorkloadExecutorException | IOException e) {
      end(allocation, new Exit.Lost(said(e)), true);
      return Outcome.failed("restart: " + said(e));
    }
  }

  /**
   * Ends an allocation and gives everything back; returns when it has ended. Repeating is harmless.
   */
  void shutDown(HostedAllocation allocation) throws InterruptedException {
    var run = allocation.askStop();
    try {
      if (run.isPresent()) run.get().stop(GRACE);
    } catch (WorkloadExecutorException e) {
      LOG.warn("stop_failed allocation={} cause={}", allocation.id, e.getMessage());
    }
    end(allocation, new Exit.Killed(Exit.Cause.STOPPED), true);
    hosting.close(allocation.id);
  }

  private void watch(HostedAllocation allocation, Run run) {
    run.onEnd(exit ->
        dispatcher.execute(() -> {
          if (allocation.isCurrent(run)) end(allocation, exit, true);
        }));
  }

  /** Gives everything back, once, and tells the orchestrator unless it is told by an answer. */
  private void end(HostedAllocation allocation, Exit exit, boolean report) {
    if (!allocation.ended(exit)) return;
    var id = allocation.id;
    try {
      var executor = executors.get(allocation.order.execution().kind());
      if (executor != null) executor.remove(id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (WorkloadExecutorException e) {
      LOG.warn("remove_failed allocation={} cause={}", id, e.getMessage());
    } finally {
      ports.release(id);
      ledger.release(id);
    }
    if (report) hosting.report(allocation.orchestrator, termination(allocation, exit));
    dispatcher.schedule(KEEP_OUTPUT, () -> forget(allocation));
  }

  private static TaskTermination termination(HostedAllocation allocation, Exit exit) {
    var why =
        switch (exit) {
          case Exit.Exited(var code) -> code == 0 ? "" : "exit code " + code;
          case Exit.Killed(var cause) ->
              switch (cause) {
                case STOPPED -> "stopped";
                case DEADLINE -> "ran longer than it may";
                case OUT_OF_MEMORY -> "used more memory than it asked for";
              };
          case Exit.Lost(var text) -> text;
        };
    return new TaskTermination(
        allocation.id, allocation.status(), exit.code(), exit instanceof Exit.Killed, why);
  }

  private void forget(HostedAllocation allocation) {
    hosted.remove(allocation.id, allocation);
    hosting.close(allocation.id);
    var folder = workloads.directory(allocation.id);
    try {
      delete(folder);
    } catch (IOException e) {
      LOG.warn("output_kept allocation={} cause={}", allocation.id, e.getMessage());
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) return;
    try (var walk = Files.walk(folder)) {
      for (var path : walk.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
    }
  }

  /** The output of an allocation of {@code owner}, if it was started. */
  Optional<CapturedOutput> output(AllocationId id, Did owner) {
    return find(id)
        .filter(a -> a.owner.equals(owner))
        .flatMap(HostedAllocation::run)
        .map(Run::output);
  }

  /** Stops every run that this program started and that cannot outlive it, and waits for them. */
  List<HostedAllocation> alive() {
    var alive = new ArrayList<HostedAllocation>();
    for (var allocation : hosted.values()) if (!allocation.status().ended()) alive.add(allocation);
    return alive;
  }

  private static String said(Exception e) {
    var cause = e.getCause();
    return e.getMessage()
        + (cause != null && cause.getMessage() != null ? ": " + cause.getMessage() : "");
  }
}
