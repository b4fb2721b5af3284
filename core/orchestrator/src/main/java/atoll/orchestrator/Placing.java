package atoll.orchestrator;

import static atoll.orchestrator.AllocationProgress.Phase.ALLOCATED;
import static atoll.orchestrator.AllocationProgress.Phase.COMMITTED;
import static atoll.orchestrator.AllocationProgress.Phase.PLANNED;

import atoll.kernel.DeploymentStatus;
import atoll.kernel.ErrorCode;
import atoll.kernel.NodeName;
import atoll.market.Demand;
import atoll.market.Explanation;
import atoll.market.Placement;
import atoll.market.PlacementOutcome;
import atoll.market.PlacementPolicy;
import atoll.market.ProviderId;
import atoll.market.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One try after another at placing some nodes of a deployment: bids, a candidate, commit, allocate;
 * all of it given back if any step fails (DMS §7.4). Belongs to its deployment's machine.
 */
final class Placing {
  private static final Duration RETRY = Duration.ofSeconds(2);

  /** What it is for, which decides when it gives up. */
  enum Kind {
    /** The deployment's first; what can never fit fails it. */
    FIRST,
    /** Of a node that has no place any more. */
    AGAIN,
    /** Of nodes that are new in a deployment that runs; waits for room. */
    ADDED,
    /** Of nodes that run elsewhere until these do. */
    BESIDE,
    /** Of what changed of a node, where the rest of it runs. */
    IN_PLACE
  }

  enum Stage {
    COLLECTING,
    WAITING,
    COMMITTING,
    ALLOCATING,
    /** Made; whoever began this starts them. */
    MADE,
    REVERTING,
    /** Given back and not tried again; the failure says why. */
    GIVEN_UP
  }

  final Kind kind;
  final Set<NodeName> nodes;
  private final Course course;
  private final Choosing choosing;
  private final Map<NodeName, Berth> berths = new LinkedHashMap<>();
  private final Set<Object> outstanding = new HashSet<>();
  private final Set<ProviderId> silent;
  private Stage stage = Stage.COLLECTING;
  private int rounds;
  private int setbacks;
  private int refusals;
  private boolean mayNotRetry;
  private List<Explanation> explanations = List.of();
  private Optional<Refusal> refusal = Optional.empty();
  private Optional<Deployment.Failure> failure = Optional.empty();
  private Optional<Deployment.Failure> lastSetback = Optional.empty();

  /**
   * @param apart providers that each node must not come to
   * @param silent providers from which nothing is expected
   */
  Placing(
      Course course,
      Kind kind,
      Set<NodeName> nodes,
      Map<NodeName, Set<ProviderId>> apart,
      Set<ProviderId> silent,
      PlacementPolicy policy) {
    this.course = course;
    this.kind = kind;
    this.nodes = new LinkedHashSet<>(nodes);
    this.silent = Set.copyOf(silent);
    var demands =
        Demand.of(course.standbys.ensemble()).stream()
            .filter(demand -> nodes.contains(demand.node()))
            .map(demand -> without(demand, apart.getOrDefault(demand.node(), Set.of())))
            .toList();
    var edges =
        course.asked.edges().stream()
            .filter(edge -> nodes.contains(edge.source()) && nodes.contains(edge.target()))
            .toList();
    choosing = new Choosing(demands, edges, policy, course.id.value().hashCode());
    silent.forEach(provider -> choosing.avoid(provider, "it does not answer"));
  }

  private static Demand without(Demand demand, Set<ProviderId> others) {
    var excluded = new HashSet<>(demand.excluded());
    excluded.addAll(others);
    return demand.withExcluded(excluded);
  }

  Stage stage() {
    return stage;
  }

  /** As it was when it was remembered; what was learned of providers is learned again. */
  void recall(Stage remembered, boolean patienceWasOver, List<Berth> placed) {
    stage = remembered;
    mayNotRetry = patienceWasOver;
    placed.forEach(this::adopt);
  }

  boolean mayNotRetry() {
    return mayNotRetry;
  }

  boolean isCurrent(int attempt, Stage expected) {
    return attempt == course.attempt && stage == expected;
  }

  Optional<Deployment.Failure> failure() {
    return failure;
  }

  Optional<Refusal> refusal() {
    return refusal;
  }

  List<Explanation> explanations() {
    return explanations;
  }

  int setbacks() {
    return setbacks;
  }

  List<Berth> berths() {
    return List.copyOf(berths.values());
  }

  void avoid(ProviderId provider, String why) {
    choosing.avoid(provider, why);
  }

  /** Whether something is promised that is not made yet. */
  boolean isInTransit() {
    return stage == Stage.COMMITTING || stage == Stage.ALLOCATING;
  }

  boolean concerns(Berth berth) {
    return berths.containsValue(berth);
  }

  // --- bids and candidates

  List<Effect> collect() {
    int attempt = course.nextAttempt();
    stage = Stage.COLLECTING;
    if (kind == Kind.FIRST) course.enter(DeploymentStatus.GENERATING, "");
    var patience = kind == Kind.AGAIN && rounds == 0 ? Timeouts.URGENT_BIDS : Timeouts.BIDS;
    rounds++;
    return List.of(new Effect.CollectBids(attempt, choosing.demands(), patience, silent));
  }

  List<Effect> bidsClosed(BidRound closed) {
    choosing.take(closed);
    course.chronicle.bids(course.now, closed);
    return choose();
  }

  List<Effect> linksMeasured(Signal.LinksMeasured links) {
    choosing.learn(links.links());
    return choose();
  }

  private List<Effect> choose() {
    return switch (choosing.choose()) {
      case PlacementOutcome.Placed(var placement) -> commit(placement);
      case PlacementOutcome.NeedsMeasurement(var candidate, var links) ->
          List.of(
              new Effect.MeasureLinks(
                  course.attempt, course.requests.edges(candidate.providers(), links)));
      case PlacementOutcome.NotPlaced(var why) -> refuse(why);
    };
  }

  private List<Effect> refuse(Refusal why) {
    refusals++;
    refusal = Optional.of(why);
    explanations = choosing.explain(why.explain());
    boolean waits = kind == Kind.FIRST || kind == Kind.ADDED;
    boolean hopeless = !why.possibleLater() && (choosing.everyoneAnswered() || refusals > 1);
    if (hopeless || !waits) {
      if (!waits) course.chronicle.waiting(course.now, why.cause());
      if (choosing.brokenBy().isPresent()) {
        refusal = Optional.empty(); // all were tried
        return giveUp(choosing.brokenBy().get());
      }
      return giveUp(new Deployment.Failure(ErrorCode.NOT_PLACED, why.cause()));
    }
    if (why.possibleLater()) refusals = 0;
    course.chronicle.waiting(course.now, why.cause());
    return retry(RETRY);
  }

  private List<Effect> retry(Duration pause) {
    stage = Stage.WAITING;
    if (kind == Kind.FIRST) course.enter(DeploymentStatus.GENERATING, "");
    return List.of(new Effect.RetryAfter(course.attempt, pause));
  }

  private List<Effect> giveUp(Deployment.Failure why) {
    stage = Stage.GIVEN_UP;
    failure = Optional.of(why);
    return List.of();
  }

  // --- commit, allocate

  private List<Effect> commit(Placement placement) {
    refusals = 0;
    refusal = Optional.empty();
    explanations = choosing.explain(placement.explain());
    if (kind == Kind.FIRST) course.enter(DeploymentStatus.COMMITTING, "");
    stage = Stage.COMMITTING;
    berths.clear();
    outstanding.clear();
    int allocations =
        nodes.stream()
            .mapToInt(node -> course.standbys.ensemble().node(node).allocations().size())
            .sum();
    var effects = new ArrayList<Effect>();
    placement
        .providers()
        .forEach((node, provider) -> {
          var berth = course.plan(node, provider, choosing.handleOf(provider));
          adopt(berth);
          if (kind == Kind.BESIDE || kind == Kind.ADDED) course.fleet.putIncoming(berth);
          else course.fleet.put(berth);
          course.chronicle.placed(course.now, node, provider);
          effects.add(new Effect.TrustProvider(provider, berth.handle));
          commit(berth, berth.allocations, allocations).forEach(effects::add);
        });
    return effects;
  }

  private List<Effect> commit(Berth berth, List<AllocationProgress> wanted, int together) {
    var effects = new ArrayList<Effect>();
    for (var progress : wanted) {
      progress.attempt = course.attempt;
      outstanding.add(progress.id);
      effects.add(
          new Effect.Commit(
              course.attempt,
              berth.handle,
              course.requests.commit(progress.id, course.attempt, course.epoch, course.now),
              Timeouts.commit(together)));
    }
    return effects;
  }

  /** Makes what is planned of a berth, beside what is there. */
  List<Effect> makeInPlace(Berth berth) {
    var planned = berth.allocations.stream().filter(p -> p.phase == PLANNED).toList();
    course.nextAttempt();
    stage = Stage.COMMITTING;
    adopt(berth);
    return commit(berth, planned, planned.size());
  }

  /** What of a berth this placing makes. */
  private List<AllocationProgress> own(Berth berth) {
    return berth.allocations.stream().filter(p -> p.attempt == course.attempt).toList();
  }

  /** Takes a berth on that was read from the journal. */
  void adopt(Berth berth) {
    berths.put(berth.node, berth);
  }

  List<Effect> committed(Signal.CommitAnswered answer) {
    if (!outstanding.remove(answer.allocation())) return List.of();
    var berth = berths.get(answer.allocation().node());
    var progress =
        Optional.ofNullable(berth).flatMap(b -> b.find(answer.allocation().allocation()));
    if (berth == null || progress.isEmpty()) return List.of();
    if (answer.refusal().isPresent())
      return revert(
          berth,
          ErrorCode.UNREACHABLE,
          "commit of " + answer.allocation().manifestKey() + ": " + answer.refusal().get());
    progress.get().enter(COMMITTED, course.now);
    progress.get().ports = answer.ports();
    if (!outstanding.isEmpty()) return List.of();
    stage = Stage.ALLOCATING;
    var effects = new ArrayList<Effect>();
    for (var each : berths.values()) {
      outstanding.add(each.node);
      effects.add(
          new Effect.Allocate(
              course.attempt,
              each.handle,
              course.requests.allocate(each.node, own(each), course.epoch),
              Timeouts.allocate(each.allocations.size())));
    }
    return effects;
  }

  List<Effect> allocated(Signal.AllocateAnswered answer) {
    if (!outstanding.remove(answer.node())) return List.of();
    var berth = berths.get(answer.node());
    if (berth == null) return List.of();
    if (answer.refusal().isPresent())
      return revert(
          berth,
          ErrorCode.UNREACHABLE,
          "allocate on " + answer.node() + ": " + answer.refusal().get());
    for (var progress : own(berth)) {
      var handle = answer.handles().get(progress.id.allocation());
      if (handle == null)
        return revert(
            berth,
            ErrorCode.UNREACHABLE,
            "provider of " + answer.node() + " made no " + progress.id.allocation());
      progress.handle = Optional.of(handle);
      progress.enter(ALLOCATED, course.now);
    }
    if (!outstanding.isEmpty()) return List.of();
    stage = Stage.MADE;
    return List.of();
  }

  /**
   * After everything was forgotten but the record: what was made is there, what was only begun is
   * given back.
   */
  List<Effect> resume() {
    return switch (stage) {
      case COLLECTING, WAITING -> collect();
      case COMMITTING, ALLOCATING -> giveBack("taken up again while it was placed");
      case REVERTING -> giveBack("taken up again while it was given back");
      case MADE, GIVEN_UP -> List.of();
    };
  }

  // --- going back

  /** Something of a berth failed: all is given back, and tried again. */
  List<Effect> revert(Berth culprit, ErrorCode code, String cause) {
    var why = new Deployment.Failure(code, cause);
    choosing.setBack(culprit.node, culprit.provider, why);
    lastSetback = Optional.of(why);
    return giveBack(cause);
  }

  /** All is given back, and not tried again. */
  List<Effect> abandon(String cause) {
    mayNotRetry = true;
    lastSetback = Optional.of(new Deployment.Failure(ErrorCode.TIMED_OUT, cause));
    return switch (stage) {
      case COLLECTING, WAITING, GIVEN_UP -> giveUp(lastSetback.get());
      case COMMITTING, ALLOCATING, MADE -> giveBack(cause);
      case REVERTING -> List.of();
    };
  }

  /** Ends the wait for room. What has found room goes on: each of its steps has its own limit. */
  List<Effect> patienceOver() {
    mayNotRetry = true;
    if (stage != Stage.COLLECTING && stage != Stage.WAITING) return List.of();
    return giveUp(
        refusal
            .map(why ->
                new Deployment.Failure(ErrorCode.TIMED_OUT, "no room in time: " + why.cause()))
            .or(() -> lastSetback)
            .orElseGet(
                () -> new Deployment.Failure(ErrorCode.TIMED_OUT, "no provider answered in time")));
  }

  List<Effect> giveBack(String cause) {
    course.chronicle.reverted(course.now, cause);
    stage = Stage.REVERTING;
    setbacks++;
    outstanding.clear();
    var effects = new ArrayList<Effect>();
    for (var berth : berths.values()) {
      if (kind != Kind.IN_PLACE) berth.leaving = true;
      outstanding.add(berth.node);
      effects.add(
          new Effect.Revert(
              course.attempt,
              berth.handle,
              berth.node,
              course.requests.revert(own(berth), course.epoch)));
    }
    return effects.isEmpty() ? givenBack() : effects;
  }

  List<Effect> reverted(NodeName node) {
    if (!outstanding.remove(node) || !outstanding.isEmpty()) return List.of();
    return givenBack();
  }

  private List<Effect> givenBack() {
    for (var berth : berths.values())
      if (kind == Kind.IN_PLACE) own(berth).forEach(p -> p.unmake(course.now));
      else course.fleet.remove(berth);
    berths.clear();
    if (kind == Kind.IN_PLACE) mayNotRetry = true;
    if (mayNotRetry)
      return giveUp(
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
    return Duration.ofMillis(
        Math.floorMod(31L * course.id.value().hashCode() + 7919L * course.attempt, longest));
  }
}
