package atoll.orchestrator;

import static atoll.orchestrator.AllocationProgress.Phase.ALLOCATED;
import static atoll.orchestrator.AllocationProgress.Phase.COMMITTED;
import static atoll.orchestrator.AllocationProgress.Phase.ENDED;
import static atoll.orchestrator.AllocationProgress.Phase.RUNNING;
import static atoll.orchestrator.AllocationProgress.Phase.STARTING;

import atoll.actor.Handle;
import atoll.ensemble.Ensemble;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationStatus;
import atoll.kernel.AllocationType;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.kernel.NodeName;
import atoll.market.Demand;
import atoll.market.Explanation;
import atoll.market.Placement;
import atoll.market.PlacementOutcome;
import atoll.market.PlacementPolicy;
import atoll.market.ProviderId;
import atoll.market.Refusal;
import atoll.protocol.TaskTermination;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The life of one deployment (DMS §7.1, §7.4): told what happened, it says what to do next. Reads
 * no clock and touches no network, so the same signals always lead to the same end. Belongs to one
 * thread, that of its driver.
 */
final class DeploymentMachine {
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final EnsembleId id;
  private final Ensemble ensemble;
  private final Requests requests;
  private final Choosing choosing;
  private final Chronicle chronicle = new Chronicle();
  private final Map<AllocationId, AllocationProgress> allocations = new LinkedHashMap<>();
  private final Map<NodeName, Handle> placed = new LinkedHashMap<>();
  private final Set<Object> outstanding = new HashSet<>();

  private final Instant createdAt;
  private Instant now;
  private DeploymentStatus status = DeploymentStatus.PREPARING;
  private int attempt;
  private int setbacks;
  private int refusals;
  private List<Explanation> explanations = List.of();
  private Optional<Refusal> refusal = Optional.empty();
  private Optional<Deployment.Failure> failure = Optional.empty();
  private Optional<Deployment.Failure> lastSetback = Optional.empty();
  private Optional<Instant> completedAt = Optional.empty();
  private boolean waiting;
  private boolean reverting;
  private boolean patienceOver;
  private boolean shutdownAsked;

  DeploymentMachine(EnsembleId id, Ensemble ensemble, PlacementPolicy policy, Instant createdAt) {
    this.id = id;
    this.ensemble = ensemble;
    this.createdAt = createdAt;
    this.now = createdAt;
    choosing = new Choosing(Demand.of(ensemble), ensemble.edges(), policy, id.value().hashCode());
    requests = new Requests(id, ensemble);
    for (var allocation : StartOrder.of(ensemble)) {
      var allocationId = new AllocationId(id, ensemble.nodeOf(allocation), allocation);
      allocations.put(
          allocationId, new AllocationProgress(allocationId, ensemble.allocation(allocation)));
    }
  }

  /** The first step. */
  List<Effect> begin() {
    chronicle.status(now, status, "");
    return collect();
  }

  /** What to do now that this happened; nothing if it is late or repeated. */
  List<Effect> on(Signal signal) {
    if (status.ended()) return List.of();
    now = signal.at();
    return switch (signal) {
      case Signal.BidsClosed closed when isCurrent(closed.attempt(), DeploymentStatus.GENERATING) ->
          search(closed.round());
      case Signal.LinksMeasured links
          when isCurrent(links.attempt(), DeploymentStatus.GENERATING) && !waiting -> {
        choosing.learn(links.links());
        yield place();
      }
      case Signal.CommitAnswered answer
          when isCurrent(answer.attempt(), DeploymentStatus.COMMITTING) ->
          committed(answer);
      case Signal.AllocateAnswered answer
          when isCurrent(answer.attempt(), DeploymentStatus.COMMITTING) ->
          allocated(answer);
      case Signal.StartAnswered answer
          when isCurrent(answer.attempt(), DeploymentStatus.PROVISIONING) ->
          started(answer);
      case Signal.HealthAnswered answer when answer.attempt() == attempt -> healthAnswered(answer);
      case Signal.AllocationEnded ended -> allocationEnded(ended.report());
      case Signal.RevertAnswered reverted when reverting && reverted.attempt() == attempt ->
          reverted(reverted.node());
      case Signal.ShutdownAsked _ -> shutDown();
      case Signal.NodesDropped dropped when status == DeploymentStatus.RUNNING ->
          drop(dropped.nodes());
      case Signal.ShutdownAnswered answered when status == DeploymentStatus.SHUTTING_DOWN ->
          allocationShutDown(answered.allocation());
      case Signal.PatienceOver _ -> patienceOver();
      case Signal.RetryDue due when due.attempt() == attempt && waiting -> collect();
      case Signal.BidsClosed _,
          Signal.LinksMeasured _,
          Signal.CommitAnswered _,
          Signal.AllocateAnswered _,
          Signal.StartAnswered _,
          Signal.HealthAnswered _,
          Signal.RevertAnswered _,
          Signal.ShutdownAnswered _,
          Signal.NodesDropped _,
          Signal.RetryDue _ ->
          List.of(); // late or repeated
    };
  }

  /** The events since this was last asked. */
  List<DeploymentEvent> takeNews() {
    return chronicle.take();
  }

  Deployment view() {
    return new Deployment(
        id,
        status,
        createdAt,
        now,
        completedAt,
        ensemble.metadata(),
        allocations.values().stream().map(AllocationProgress::view).toList(),
        failure,
        refusal,
        explanations,
        chronicle.last());
  }

  /** Where an allocation's provider node is; empty until it is placed. */
  Optional<Handle> providerOf(AllocationId allocation) {
    var progress = allocations.get(allocation);
    if (progress == null || progress.phase.compareTo(ALLOCATED) < 0) return Optional.empty();
    return Optional.ofNullable(placed.get(allocation.node()));
  }

  /** The try that found no room and waits for some; empty if it does not wait. */
  Optional<Integer> waitingAttempt() {
    return waiting && !status.ended() ? Optional.of(attempt) : Optional.empty();
  }

  // --- bids and placement

  private List<Effect> collect() {
    attempt++;
    waiting = false;
    enter(DeploymentStatus.GENERATING, "");
    return List.of(new Effect.CollectBids(attempt, choosing.demands()));
  }

  private List<Effect> search(BidRound closed) {
    if (waiting) return List.of();
    choosing.take(closed);
    chronicle.bids(now, closed);
    return place();
  }

  private List<Effect> place() {
    return switch (choosing.choose()) {
      case PlacementOutcome.Placed(var placement) -> commit(placement);
      case PlacementOutcome.NeedsMeasurement(var candidate, var links) ->
          List.of(new Effect.MeasureLinks(attempt, requests.edges(candidate.providers(), links)));
      case PlacementOutcome.NotPlaced(var why) -> refuse(why);
    };
  }

  private List<Effect> refuse(Refusal why) {
    refusals++;
    if (!why.possibleLater() && (choosing.everyoneAnswered() || refusals > 1)) {
      if (choosing.brokenBy().isPresent()) return fail(choosing.brokenBy().get()); // all were tried
      refused(why);
      return fail(new Deployment.Failure(ErrorCode.NOT_PLACED, why.cause()));
    }
    if (why.possibleLater()) refusals = 0;
    refused(why);
    chronicle.waiting(now, why.cause());
    return retry(RETRY);
  }

  private void refused(Refusal why) {
    refusal = Optional.of(why);
    explanations = choosing.explain(why.explain());
  }

  private List<Effect> retry(Duration pause) {
    waiting = true;
    enter(DeploymentStatus.GENERATING, "");
    return List.of(new Effect.RetryAfter(attempt, pause));
  }

  // --- commit, allocate

  private List<Effect> commit(Placement placement) {
    refusals = 0;
    refusal = Optional.empty();
    explanations = choosing.explain(placement.explain());
    enter(DeploymentStatus.COMMITTING, "");
    placed.clear();
    outstanding.clear();
    var effects = new ArrayList<Effect>();
    placement
        .providers()
        .forEach((node, provider) -> {
          var handle = choosing.handleOf(provider);
          placed.put(node, handle);
          chronicle.placed(now, node, provider);
          effects.add(new Effect.TrustProvider(provider, handle));
          for (var progress : of(node)) {
            progress.forget();
            progress.provider = Optional.of(provider);
            outstanding.add(progress.id);
            effects.add(
                new Effect.Commit(
                    attempt,
                    handle,
                    requests.commit(progress.id, attempt, now),
                    Timeouts.commit(allocations.size())));
          }
        });
    return effects;
  }

  private List<Effect> committed(Signal.CommitAnswered answer) {
    if (!outstanding.remove(answer.allocation())) return List.of();
    if (answer.refusal().isPresent())
      return revert(
          answer.allocation().node(),
          ErrorCode.UNREACHABLE,
          "commit of " + answer.allocation().manifestKey() + ": " + answer.refusal().get());
    var progress = progress(answer.allocation());
    progress.phase = COMMITTED;
    progress.ports = answer.ports();
    if (!outstanding.isEmpty()) return List.of();
    var effects = new ArrayList<Effect>();
    placed.forEach((node, handle) -> {
      outstanding.add(node);
      effects.add(
          new Effect.Allocate(
              attempt,
              handle,
              requests.allocate(node, attempt),
              Timeouts.allocate(allocations.size())));
    });
    return effects;
  }

  private List<Effect> allocated(Signal.AllocateAnswered answer) {
    if (!outstanding.remove(answer.node())) return List.of();
    if (answer.refusal().isPresent())
      return revert(
          answer.node(),
          ErrorCode.UNREACHABLE,
          "allocate on " + answer.node() + ": " + answer.refusal().get());
    for (var progress : of(answer.node())) {
      var handle = answer.handles().get(progress.id.allocation());
      if (handle == null)
        return revert(
            answer.node(),
            ErrorCode.UNREACHABLE,
            "provider of " + answer.node() + " made no " + progress.id.allocation());
      progress.handle = Optional.of(handle);
      progress.phase = ALLOCATED;
    }
    if (!outstanding.isEmpty()) return List.of();
    enter(DeploymentStatus.PROVISIONING, "");
    return startReady();
  }

  // --- start, run, end

  /** Starts whatever waits for nothing any more, and gives up on what waits for a failure. */
  private List<Effect> startReady() {
    var effects = new ArrayList<Effect>();
    for (var progress : allocations.values()) { // in start order: who is given up takes its
      if (progress.phase != ALLOCATED) continue; // dependants along
      var needs =
          progress.spec.dependsOn().stream()
              .map(name -> progress(new AllocationId(id, ensemble.nodeOf(name), name)))
              .toList();
      var broken =
          needs.stream().filter(need -> need.phase == ENDED && !need.satisfies()).findFirst();
      if (broken.isPresent()) {
        progress.phase = ENDED;
        progress.ending = AllocationStatus.STOPPED;
        progress.reason =
            Optional.of("needs " + broken.get().id.manifestKey() + ", which did not succeed");
        chronicle.allocation(now, progress, progress.reason.get());
        effects.add(shutDownOf(progress));
      } else if (needs.stream().allMatch(AllocationProgress::satisfies)) {
        progress.phase = STARTING;
        effects.add(
            new Effect.Start(attempt, progress.handle.orElseThrow(), progress.id, Timeouts.START));
      }
    }
    return effects;
  }

  private List<Effect> started(Signal.StartAnswered answer) {
    var progress = progress(answer.allocation());
    if (progress.phase != STARTING) return List.of();
    if (answer.refusal().isPresent())
      return revert(
          answer.allocation().node(),
          ErrorCode.EXECUTOR_FAILED,
          "start of " + answer.allocation().manifestKey() + ": " + answer.refusal().get());
    running(progress);
    var effects = new ArrayList<>(watchHealth(progress));
    effects.addAll(goOn());
    return effects;
  }

  private List<Effect> watchHealth(AllocationProgress progress) {
    if (progress.spec.healthCheck().isEmpty()) return List.of();
    var check = progress.spec.healthCheck().get();
    progress.health = Optional.of(new Health(check));
    var handle = progress.handle.orElseThrow();
    return List.of(
        new Effect.RegisterHealthCheck(handle, progress.id, check),
        new Effect.CheckHealth(attempt, handle, progress.id, check, check.initialDelay()));
  }

  private List<Effect> healthAnswered(Signal.HealthAnswered answer) {
    var progress = progress(answer.allocation());
    if (progress.phase != RUNNING || progress.health.isEmpty()) return List.of();
    if (progress.health.get().take(answer.failure().isEmpty()))
      chronicle.allocation(
          now, progress, answer.failure().map(why -> "unhealthy: " + why).orElse("healthy"));
    var check = progress.spec.healthCheck().orElseThrow();
    var handle = progress.handle.orElseThrow();
    var effects = new ArrayList<Effect>();
    if (answer.failure().isPresent()) // perhaps only because the provider was never told
    effects.add(new Effect.RegisterHealthCheck(handle, progress.id, check));
    effects.add(new Effect.CheckHealth(attempt, handle, progress.id, check, check.interval()));
    return effects;
  }

  private void running(AllocationProgress progress) {
    progress.phase = RUNNING;
    progress.startedAt = Optional.of(now);
    chronicle.allocation(now, progress, "");
  }

  private List<Effect> allocationEnded(TaskTermination report) {
    var progress = allocations.get(report.allocation());
    if (progress == null || reverting || !concernsThisTry(report)) return List.of();
    if (progress.phase != STARTING && progress.phase != RUNNING) return List.of();
    if (progress.phase == STARTING) running(progress); // its end overtook the answer to its start
    progress.phase = ENDED;
    progress.ending = report.status().ended() ? report.status() : AllocationStatus.FAILED;
    progress.exitCode = OptionalInt.of(report.exitCode());
    progress.reason = report.error().isEmpty() ? Optional.empty() : Optional.of(report.error());
    chronicle.allocation(now, progress, report.error());
    if (status == DeploymentStatus.SHUTTING_DOWN) return List.of();
    var effects = new ArrayList<>(goOn());
    effects.add(new Effect.RoomCame());
    return effects;
  }

  private boolean concernsThisTry(TaskTermination report) {
    var current = requests.lease(report.allocation(), attempt);
    return report.lease().isEmpty() || report.lease().get().equals(current);
  }

  /** Starts what may start now, and says so when everything runs or nothing does any more. */
  private List<Effect> goOn() {
    var effects = new ArrayList<>(startReady());
    if (status == DeploymentStatus.PROVISIONING && all(p -> p.phase == RUNNING || p.phase == ENDED))
      enter(DeploymentStatus.RUNNING, "");
    if (all(p -> p.phase == ENDED)) effects.addAll(allEnded());
    return effects;
  }

  private List<Effect> allEnded() {
    var lost =
        allocations.values().stream()
            .filter(p -> p.spec.type() == AllocationType.SERVICE)
            .findFirst();
    if (lost.isEmpty()) return end(DeploymentStatus.COMPLETED, "");
    var code = lost.get().exitCode;
    var how = code.isPresent() ? " ended by itself with code " + code.getAsInt() : " did not start";
    return fail(
        new Deployment.Failure(
            ErrorCode.EXECUTOR_FAILED, "service " + lost.get().id.manifestKey() + how));
  }

  // --- going back

  private List<Effect> revert(NodeName culprit, ErrorCode code, String cause) {
    var why = new Deployment.Failure(code, cause);
    var handle = Objects.requireNonNull(placed.get(culprit));
    choosing.setBack(culprit, new ProviderId(handle.id().peerId().text()), why);
    lastSetback = Optional.of(why);
    return giveBack(cause);
  }

  private List<Effect> giveBack(String cause) {
    chronicle.reverted(now, cause);
    reverting = true;
    setbacks++;
    outstanding.clear();
    var effects = new ArrayList<Effect>();
    placed.forEach((node, handle) -> {
      outstanding.add(node);
      effects.add(new Effect.Revert(attempt, handle, node, requests.revert(node, attempt)));
    });
    return effects;
  }

  private List<Effect> reverted(NodeName node) {
    if (!outstanding.remove(node) || !outstanding.isEmpty()) return List.of();
    reverting = false;
    placed.clear();
    allocations.values().forEach(AllocationProgress::forget);
    if (shutdownAsked) return end(DeploymentStatus.COMPLETED, "shut down before it ran");
    if (patienceOver)
      return fail(
          lastSetback.orElseGet(
              () -> new Deployment.Failure(ErrorCode.TIMED_OUT, "not running in time")));
    var effects = new ArrayList<>(retry(pause()));
    effects.add(new Effect.RoomCame());
    return effects;
  }

  /**
   * At once after the first setback, then up to three seconds and differently for each deployment,
   * so that two that take from each other what both need do not do so for ever.
   */
  private Duration pause() {
    if (setbacks == 1) return Duration.ZERO;
    int longest = 50 << Math.min(setbacks, 6);
    return Duration.ofMillis(Math.floorMod(31L * id.value().hashCode() + 7919L * attempt, longest));
  }

  // --- ends

  /** Ends the wait for room. What has found room goes on: each of its steps has its own limit. */
  private List<Effect> patienceOver() {
    patienceOver = true;
    if (status != DeploymentStatus.GENERATING || reverting) return List.of();
    return fail(
        refusal
            .map(why ->
                new Deployment.Failure(ErrorCode.TIMED_OUT, "no room in time: " + why.cause()))
            .or(() -> lastSetback)
            .orElseGet(
                () -> new Deployment.Failure(ErrorCode.TIMED_OUT, "no provider answered in time")));
  }

  private List<Effect> shutDown() {
    if (shutdownAsked) return List.of();
    shutdownAsked = true;
    if (reverting) return List.of();
    if (status == DeploymentStatus.PREPARING || status == DeploymentStatus.GENERATING)
      return end(DeploymentStatus.COMPLETED, "shut down before it ran");
    if (status == DeploymentStatus.COMMITTING) return giveBack("shut down");
    enter(DeploymentStatus.SHUTTING_DOWN, "");
    outstanding.clear();
    var effects = new ArrayList<Effect>();
    for (var progress : allocations.values()) {
      if (progress.phase == ENDED) continue;
      outstanding.add(progress.id);
      effects.add(shutDownOf(progress));
    }
    return effects.isEmpty() ? end(DeploymentStatus.COMPLETED, "shut down") : effects;
  }

  private List<Effect> drop(Set<NodeName> nodes) {
    var effects = new ArrayList<Effect>();
    for (var progress : allocations.values()) {
      if (!nodes.contains(progress.id.node()) || progress.phase == ENDED) continue;
      effects.add(shutDownOf(progress));
      progress.phase = ENDED;
      progress.ending = AllocationStatus.TERMINATED;
      chronicle.allocation(now, progress, "taken out of the deployment");
    }
    if (all(p -> p.phase == ENDED))
      effects.addAll(end(DeploymentStatus.COMPLETED, "nothing is left to run"));
    return effects;
  }

  private List<Effect> allocationShutDown(AllocationId allocation) {
    if (!outstanding.remove(allocation)) return List.of();
    var progress = progress(allocation);
    if (progress.phase != ENDED) {
      progress.phase = ENDED;
      progress.ending = AllocationStatus.TERMINATED;
      chronicle.allocation(now, progress, "shut down");
    }
    return outstanding.isEmpty() ? end(DeploymentStatus.COMPLETED, "shut down") : List.of();
  }

  private List<Effect> fail(Deployment.Failure why) {
    failure = Optional.of(why);
    return end(DeploymentStatus.FAILED, why.message());
  }

  private List<Effect> end(DeploymentStatus ending, String detail) {
    completedAt = Optional.of(now);
    enter(ending, detail);
    return List.of(new Effect.Finish());
  }

  // --- words

  private boolean isCurrent(int of, DeploymentStatus expected) {
    return of == attempt && status == expected && !reverting;
  }

  private List<AllocationProgress> of(NodeName node) {
    return allocations.values().stream().filter(p -> p.id.node().equals(node)).toList();
  }

  private boolean all(Predicate<AllocationProgress> test) {
    return allocations.values().stream().allMatch(test);
  }

  private Effect shutDownOf(AllocationProgress progress) {
    return new Effect.ShutDown(
        Objects.requireNonNull(placed.get(progress.id.node())),
        requests.shutDown(progress.id, attempt));
  }

  private AllocationProgress progress(AllocationId allocation) {
    return Objects.requireNonNull(allocations.get(allocation));
  }

  private void enter(DeploymentStatus next, String detail) {
    if (status == next) return;
    status = next;
    chronicle.status(now, next, detail);
  }
}
