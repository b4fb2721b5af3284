package atoll.provider;

import atoll.actor.Dispatcher;
import atoll.actor.Handle;
import atoll.identity.Did;
import atoll.kernel.AllocationId;
import atoll.kernel.ExecutorKind;
import atoll.protocol.AllocateRequest;
import atoll.protocol.Outcome;
import atoll.protocol.TaskTermination;
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

  /** When what could not be removed, because its runtime was away, is tried again. */
  private static final Duration REMOVE_AGAIN = Duration.ofSeconds(30);

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
    return hosted.compute(
        id,
        (_, known) -> {
          if (known != null && !known.isGone()) return known;
          if (known != null) clear(known); // of an earlier try, which was reverted
          return new HostedAllocation(
              id, order, owner, orchestrator, hosting.open(id, owner), clock.instant());
        });
  }

  Optional<HostedAllocation> find(AllocationId id) {
    return Optional.ofNullable(hosted.get(id));
  }

  /** The same, if it is of {@code owner}. */
  Optional<HostedAllocation> find(AllocationId id, Did owner) {
    return find(id).filter(allocation -> allocation.owner.equals(owner));
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
  Outcome start(AllocationId id, Did by) throws InterruptedException {
    var found = find(id, by);
    if (found.isEmpty()) return notHere(id);
    var allocation = found.get();
    return switch (allocation.takeStart()) {
      case RUNS_ALREADY -> Outcome.DONE;
      case STARTING_ALREADY -> Outcome.failed(id.manifestKey() + " is being started already");
      case ENDED -> Outcome.failed(id.manifestKey() + " has ended");
      case YOURS -> bring(allocation, () -> run(allocation), Told.BY_ANSWER);
    };
  }

  /** How whoever ordered an allocation learns of its end. */
  enum Told {
    /** By the answer to what ended it. */
    BY_ANSWER,
    /** By a report. */
    BY_REPORT
  }

  /** Something that begins a run. */
  private interface Attempt {
    Run run() throws IOException, InterruptedException;
  }

  /** Begins a run in the turn that this thread was given, and watches it. */
  private Outcome bring(HostedAllocation allocation, Attempt attempt, Told told)
      throws InterruptedException {
    Run run;
    try {
      run = attempt.run();
      if (!allocation.started(run, clock.instant())) return stopped(allocation);
    } catch (WorkloadExecutorException | IOException e) {
      if (allocation.isStopAsked()) return stopped(allocation);
      LOG.info("start_failed allocation={} cause={}", allocation.id, e.getMessage());
      end(allocation, new Exit.Lost(said(e)), told);
      return Outcome.failed(said(e));
    } catch (InterruptedException e) {
      if (allocation.isStopAsked()) return stopped(allocation);
      end(allocation, new Exit.Killed(Exit.Cause.STOPPED), told);
      throw e;
    } finally {
      allocation.endTurn();
    }
    watch(allocation, run);
    return Outcome.DONE;
  }

  /** Whoever asked for the end waits for this turn to be over, and ends it then. */
  private static Outcome stopped(HostedAllocation allocation) {
    return Outcome.failed(allocation.id.manifestKey() + " was stopped while it started");
  }

  static Outcome notHere(AllocationId id) {
    return Outcome.failed("no allocation " + id.value() + " of yours here");
  }

  private Run run(HostedAllocation allocation) throws IOException, InterruptedException {
    return executor(allocation).start(workload(allocation));
  }

  private WorkloadExecutor executor(HostedAllocation allocation) throws IOException {
    var kind = allocation.order.execution().kind();
    var executor = executors.get(kind);
    if (executor == null) throw new IOException("this provider has no executor " + kind.wireName());
    return executor;
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
  Outcome restart(AllocationId id, Did by) throws InterruptedException {
    var allocation = find(id, by);
    if (allocation.isEmpty()) return notHere(id);
    var old = allocation.get().takeRestart();
    if (old.isEmpty()) return Outcome.failed(id.manifestKey() + " does not run here");
    return bring(allocation.get(), () -> again(allocation.get(), old.get()), Told.BY_REPORT);
  }

  private Run again(HostedAllocation allocation, Run old) throws IOException, InterruptedException {
    old.stop(GRACE);
    executor(allocation).remove(allocation.id);
    return run(allocation);
  }

  /**
   * Ends an allocation and gives everything back; returns when that is done. Repeating is harmless.
   */
  void shutDown(HostedAllocation allocation, Told told) throws InterruptedException {
    stop(allocation);
    end(allocation, new Exit.Killed(Exit.Cause.STOPPED), told);
    allocation.awaitGone();
    hosting.close(allocation.id, allocation.handle);
  }

  /** Ends all that is alive; workloads that take their time take it together. */
  void shutDownAll() throws InterruptedException {
    var alive = hosted.values().stream().filter(a -> !a.isGone()).toList();
    if (alive.size() > 1) {
      var stopping = new ArrayList<Thread>();
      for (var allocation : alive)
        stopping.add(Thread.ofVirtual().start(() -> stopUnlessInterrupted(allocation)));
      for (var thread : stopping) thread.join();
    }
    for (var allocation : alive) shutDown(allocation, Told.BY_REPORT);
  }

  private static void stopUnlessInterrupted(HostedAllocation allocation) {
    try {
      stop(allocation);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stop(HostedAllocation allocation) throws InterruptedException {
    var run = allocation.askStop();
    try {
      if (run.isPresent()) run.get().stop(GRACE);
    } catch (WorkloadExecutorException e) {
      LOG.warn("stop_failed allocation={} cause={}", allocation.id, e.getMessage());
    }
  }

  private void watch(HostedAllocation allocation, Run run) {
    run.onEnd(exit ->
        dispatcher.execute(() -> {
          if (allocation.isCurrent(run)) end(allocation, exit, Told.BY_REPORT);
        }));
  }

  /** Gives everything back, once. */
  private void end(HostedAllocation allocation, Exit exit, Told told) {
    if (!allocation.ended(exit)) return;
    var id = allocation.id;
    try {
      remove(allocation);
    } finally {
      ports.release(id);
      ledger.release(id, allocation.lease);
      allocation.goneNow();
    }
    switch (told) {
      case BY_REPORT -> hosting.report(allocation.orchestrator, termination(allocation, exit));
      case BY_ANSWER -> {}
    }
    dispatcher.schedule(KEEP_OUTPUT, () -> forget(allocation));
  }

  /** Has nothing left running, even if this thread is told to stop meanwhile. */
  private void remove(HostedAllocation allocation) {
    var executor = executors.get(allocation.order.execution().kind());
    if (executor == null) return;
    boolean interrupted = Thread.interrupted();
    try {
      executor.remove(allocation.id);
    } catch (InterruptedException e) {
      interrupted = true;
      removeLater(allocation, "interrupted");
    } catch (WorkloadExecutorException e) {
      removeLater(allocation, said(e));
    } finally {
      if (interrupted) Thread.currentThread().interrupt();
    }
  }

  private void removeLater(HostedAllocation allocation, String cause) {
    LOG.warn("remove_failed allocation={} cause={}", allocation.id, cause);
    dispatcher.schedule(
        REMOVE_AGAIN,
        () -> {
          if (hosted.get(allocation.id) == allocation) remove(allocation);
        });
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
        allocation.id,
        allocation.status(),
        exit.code(),
        exit instanceof Exit.Killed,
        why,
        Optional.of(allocation.lease));
  }

  private void forget(HostedAllocation allocation) {
    if (!hosted.remove(allocation.id, allocation)) return;
    clear(allocation);
    var ensemble = allocation.id.ensemble();
    if (hosted.keySet().stream().noneMatch(id -> id.ensemble().equals(ensemble)))
      hosting.forget(ensemble);
  }

  private void clear(HostedAllocation allocation) {
    hosting.close(allocation.id, allocation.handle);
    try {
      delete(workloads.directory(allocation.id));
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

  private static String said(Exception e) {
    var cause = e.getCause();
    return e.getMessage()
        + (cause != null && cause.getMessage() != null ? ": " + cause.getMessage() : "");
  }
}
