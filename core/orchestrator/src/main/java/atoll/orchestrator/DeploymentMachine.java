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
import atoll.market.Link;
import atoll.market.LinkEstimate;
import atoll.market.Links;
import atoll.market.Placement;
import atoll.market.PlacementOutcome;
import atoll.market.PlacementPolicy;
import atoll.market.PlacementSearch;
import atoll.market.ProviderId;
import atoll.market.Refusal;
import atoll.protocol.TaskTermination;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
  private final List<Demand> demands;
  private final PlacementPolicy policy;
  private final Requests requests;
  private final Map<AllocationId, AllocationProgress> allocations = new LinkedHashMap<>();
  private final Map<Link, LinkEstimate> measured = new HashMap<>();
  private final Set<ProviderId> avoided = new HashSet<>();
  private final Map<NodeName, Handle> placed = new LinkedHashMap<>();
  private final Set<Object> outstanding = new HashSet<>();

  private final Instant createdAt;
  private final List<DeploymentEvent> news = new ArrayList<>();
  private long lastEvent;
  private Instant now;
  private DeploymentStatus status = DeploymentStatus.PREPARING;
  private int attempt;
  private BidRound round = new BidRound(0, Map.of(), Map.of(), Map.of());
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
    this.policy = policy;
    this.createdAt = createdAt;
    this.now = createdAt;
    demands = Demand.of(ensemble);
    requests = new Requests(id, ensemble);
    for (var allocation : StartOrder.of(ensemble)) {
      var allocationId = new AllocationId(id, ensemble.nodeOf(allocation), allocation);
      allocations.put(
          allocationId,
          new AllocationProgress(
              allocationId, Objects.requireNonNull(ensemble.allocations().get(allocation))));
    }
  }

  /** The first step. */
  List<Effect> begin() {
    enter(DeploymentStatus.PREPARING, "");
    return collect();
  }

  /** What to do now that this happened; nothing if it is late or repeated. */
  List<Effect> on(Signal signal) {
    now = signal.at();
    if (status.ended()) return List.of();
    return switch (signal) {
      case Signal.BidsClosed closed when isCurrent(closed.attempt(), DeploymentStatus.GENERATING) ->
          search(closed.round());
      case Signal.LinksMeasured links
          when isCurrent(links.attempt(), DeploymentStatus.GENERATING) ->
          searchKnowing(links.links());
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
    var taken = List.copyOf(news);
    news.clear();
    return taken;
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
        lastEvent);
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
    return List.of(new Effect.CollectBids(attempt, demands));
  }

  private List<Effect> search(BidRound closed) {
    round = closed;
    tell(new DeploymentEvent.BidsCollected(number(), now, closed.asked(), closed.answered()));
    return place();
  }

  private List<Effect> searchKnowing(Map<Link, LinkEstimate> links) {
    measured.putAll(links);
    return place();
  }

  private List<Effect> place() {
    var outcome = find(avoided);
    if (outcome instanceof PlacementOutcome.NotPlaced && !avoided.isEmpty()) {
      if (lastSetback.map(s -> s.code() == ErrorCode.EXECUTOR_FAILED).orElse(false))
        return fail(lastSetback.get()); // all were tried
      avoided.clear();
      outcome = find(avoided);
    }
    return switch (outcome) {
      case PlacementOutcome.Placed(var placement) -> commit(placement);
      case PlacementOutcome.NeedsMeasurement needed -> measure(needed);
      case PlacementOutcome.NotPlaced(var why) -> refuse(why);
    };
  }

  private PlacementOutcome find(Set<ProviderId> without) {
    return PlacementSearch.search(
        round.demandsFor(demands, without),
        round.offers().values(),
        ensemble.edges(),
        Links.of(measured),
        policy,
        id.value().hashCode());
  }

  private List<Effect> measure(PlacementOutcome.NeedsMeasurement needed) {
    return List.of(
        new Effect.MeasureLinks(
            attempt, requests.edges(needed.candidate().providers(), needed.links())));
  }

  private List<Effect> refuse(Refusal why) {
    refusal = Optional.of(why);
    explanations = why.explain().toList();
    if (!why.possibleLater())
      return fail(new Deployment.Failure(ErrorCode.NOT_PLACED, why.cause()));
    tell(new DeploymentEvent.WaitingForRoom(number(), now, why.cause()));
    if (patienceOver)
      return fail(new Deployment.Failure(ErrorCode.TIMED_OUT, "no room in time: " + why.cause()));
    waiting = true;
    return List.of(new Effect.RetryAfter(attempt, RETRY));
  }

  // --- commit, allocate

  private List<Effect> commit(Placement placement) {
    refusal = Optional.empty();
    explanations = placement.explain().toList();
    enter(DeploymentStatus.COMMITTING, "");
    placed.clear();
    outstanding.clear();
    var effects = new ArrayList<Effect>();
    placement
        .providers()
        .forEach((node, provider) -> {
          var handle = Objects.requireNonNull(round.handles().get(provider));
          placed.put(node, handle);
          tell(new DeploymentEvent.NodePlaced(number(), now, node, provider));
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

  /**
   * Starts whatever waits for nothing any more, and gives up on what waits for something that
   * failed.
   */
  private List<Effect> startReady() {
    var effects = new ArrayList<Effect>();
    for (var progress :
        allocations.values()) { // in start order, so what is given up takes its dependants along
      if (progress.phase != ALLOCATED) continue;
      var needs =
          progress.spec.dependsOn().stream()
              .map(name -> progress(new AllocationId(id, progress.id.node(), name)))
              .toList();
      var broken =
          needs.stream().filter(need -> need.phase == ENDED && !need.satisfies()).findFirst();
      if (broken.isPresent()) {
        progress.phase = ENDED;
        progress.ending = AllocationStatus.STOPPED;
        progress.reason =
            Optional.of("needs " + broken.get().id.manifestKey() + ", which did not succeed");
        tellOf(progress, progress.reason.get());
        effects.add(new Effect.ShutDown(nodeHandle(progress), progress.id));
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
    if (progress.phase != STARTING && progress.phase != ENDED) return List.of();
    if (answer.refusal().isPresent() && progress.phase == STARTING)
      return revert(
          answer.allocation().node(),
          ErrorCode.EXECUTOR_FAILED,
          "start of " + answer.allocation().manifestKey() + ": " + answer.refusal().get());
    var effects = new ArrayList<Effect>();
    if (progress.phase == STARTING) {
      running(progress);
      effects.addAll(watchHealth(progress));
    }
    effects.addAll(goOn());
    return effects;
  }

  private List<Effect> watchHealth(AllocationProgress progress) {
    if (progress.spec.healthCheck().isEmpty() || progress.phase != RUNNING) return List.of();
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
      tellOf(progress, answer.failure().map(why -> "unhealthy: " + why).orElse("healthy"));
    var check = progress.spec.healthCheck().orElseThrow();
    return List.of(
        new Effect.CheckHealth(
            attempt, progress.handle.orElseThrow(), progress.id, check, check.interval()));
  }

  private void running(AllocationProgress progress) {
    progress.phase = RUNNING;
    progress.startedAt = Optional.of(now);
    tellOf(progress, "");
  }

  private List<Effect> allocationEnded(TaskTermination report) {
    var progress = allocations.get(report.allocation());
    if (progress == null || reverting || progress.phase != STARTING && progress.phase != RUNNING)
      return List.of();
    if (progress.phase == STARTING) running(progress); // its end overtook the answer to its start
    progress.phase = ENDED;
    progress.ending = report.status().ended() ? report.status() : AllocationStatus.FAILED;
    progress.exitCode = OptionalInt.of(report.exitCode());
    progress.reason = report.error().isEmpty() ? Optional.empty() : Optional.of(report.error());
    tellOf(progress, report.error());
    if (status == DeploymentStatus.SHUTTING_DOWN) return List.of();
    return goOn();
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
    if (lost.isEmpty()) {
      end(DeploymentStatus.COMPLETED, "");
      return List.of(new Effect.Finish());
    }
    var code = lost.get().exitCode;
    var how = code.isPresent() ? " ended by itself with code " + code.getAsInt() : " did not start";
    return fail(
        new Deployment.Failure(
            ErrorCode.EXECUTOR_FAILED, "service " + lost.get().id.manifestKey() + how));
  }

  // --- going back

  private List<Effect> revert(NodeName culprit, ErrorCode code, String cause) {
    var failed = placed.get(culprit);
    if (failed != null) avoided.add(new ProviderId(failed.id().peerId().text()));
    lastSetback = Optional.of(new Deployment.Failure(code, cause));
    return giveBack(cause);
  }

  private List<Effect> giveBack(String cause) {
    tell(new DeploymentEvent.Reverted(number(), now, cause));
    reverting = true;
    outstanding.clear();
    var effects = new ArrayList<Effect>();
    placed.forEach((node, handle) -> {
      outstanding.add(node);
      effects.add(
          new Effect.Revert(attempt, handle, node, of(node).stream().map(p -> p.id).toList()));
    });
    return effects;
  }

  private List<Effect> reverted(NodeName node) {
    if (!outstanding.remove(node) || !outstanding.isEmpty()) return List.of();
    reverting = false;
    placed.clear();
    allocations.values().forEach(AllocationProgress::forget);
    if (shutdownAsked) {
      end(DeploymentStatus.COMPLETED, "shut down before it ran");
      return List.of(new Effect.Finish());
    }
    if (patienceOver)
      return fail(
          lastSetback.orElseGet(
              () -> new Deployment.Failure(ErrorCode.TIMED_OUT, "not running in time")));
    return collect();
  }

  // --- ends

  private List<Effect> patienceOver() {
    if (status == DeploymentStatus.RUNNING || status == DeploymentStatus.SHUTTING_DOWN)
      return List.of();
    patienceOver = true;
    if (reverting) return List.of();
    if (status == DeploymentStatus.COMMITTING || status == DeploymentStatus.PROVISIONING) {
      lastSetback =
          Optional.of(
              new Deployment.Failure(
                  ErrorCode.TIMED_OUT, "not running in time; it was " + status.wireName()));
      return giveBack("the time for placing is over");
    }
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
    if (status == DeploymentStatus.PREPARING || status == DeploymentStatus.GENERATING) {
      end(DeploymentStatus.COMPLETED, "shut down before it ran");
      return List.of(new Effect.Finish());
    }
    if (status == DeploymentStatus.COMMITTING) return giveBack("shut down");
    enter(DeploymentStatus.SHUTTING_DOWN, "");
    outstanding.clear();
    var effects = new ArrayList<Effect>();
    for (var progress : allocations.values()) {
      if (progress.phase == ENDED || progress.phase.compareTo(ALLOCATED) < 0) continue;
      outstanding.add(progress.id);
      effects.add(new Effect.ShutDown(nodeHandle(progress), progress.id));
    }
    return effects.isEmpty() ? allShutDown() : effects;
  }

  private List<Effect> drop(Set<NodeName> nodes) {
    var effects = new ArrayList<Effect>();
    for (var progress : allocations.values()) {
      if (!nodes.contains(progress.id.node()) || progress.phase == ENDED) continue;
      effects.add(new Effect.ShutDown(nodeHandle(progress), progress.id));
      progress.phase = ENDED;
      progress.ending = AllocationStatus.TERMINATED;
      tellOf(progress, "taken out of the deployment");
    }
    if (all(p -> p.phase == ENDED)) {
      end(DeploymentStatus.COMPLETED, "nothing is left to run");
      effects.add(new Effect.Finish());
    }
    return effects;
  }

  private List<Effect> allocationShutDown(AllocationId allocation) {
    if (!outstanding.remove(allocation)) return List.of();
    var progress = progress(allocation);
    if (progress.phase != ENDED) {
      progress.phase = ENDED;
      progress.ending = AllocationStatus.TERMINATED;
      tellOf(progress, "shut down");
    }
    return outstanding.isEmpty() ? allShutDown() : List.of();
  }

  private List<Effect> allShutDown() {
    end(DeploymentStatus.COMPLETED, "shut down");
    return List.of(new Effect.Finish());
  }

  private List<Effect> fail(Deployment.Failure why) {
    failure = Optional.of(why);
    end(DeploymentStatus.FAILED, why.message());
    return List.of(new Effect.Finish());
  }

  private void end(DeploymentStatus ending, String detail) {
    completedAt = Optional.of(now);
    enter(ending, detail);
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

  private Handle nodeHandle(AllocationProgress progress) {
    return Objects.requireNonNull(placed.get(progress.id.node()));
  }

  private AllocationProgress progress(AllocationId allocation) {
    return Objects.requireNonNull(allocations.get(allocation));
  }

  private void enter(DeploymentStatus next, String detail) {
    if (status == next && lastEvent > 0) return;
    status = next;
    tell(new DeploymentEvent.StatusChanged(number(), now, next, detail));
  }

  private void tellOf(AllocationProgress progress, String detail) {
    tell(
        new DeploymentEvent.AllocationChanged(
            number(),
            now,
            progress.id.manifestKey(),
            progress.status(),
            progress.exitCode,
            detail));
  }

  private long number() {
    return lastEvent + 1;
  }

  private void tell(DeploymentEvent event) {
    lastEvent = event.number();
    news.add(event);
  }
}
