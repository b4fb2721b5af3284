package atoll.orchestrator.machine;

import atoll.kernel.DeploymentStatus;
import atoll.kernel.ErrorCode;
import atoll.kernel.NodeName;
import atoll.market.Placement;
import atoll.market.PlacementOutcome;
import atoll.market.PlacementPolicy;
import atoll.market.ProviderId;
import atoll.market.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One try after another at placing some nodes of a deployment: bids, a candidate, and whether it
 * could be made; all of it given back if any step fails (DMS §7.4). Belongs to its deployment's
 * machine.
 */
final class Placing {
  private static final Duration RETRY = Duration.ofSeconds(2);

  final Purpose purpose;
  final Set<NodeName> nodes;
  final Making making;
  private final Course course;
  private final Choosing choosing;
  private final GivingBack givingBack;
  private final Setbacks setbacks = new Setbacks();
  private final Set<ProviderId> silent;
  private Stage stage = Stage.COLLECTING;
  private int rounds;

  /** Whether those who could host it were all tried and could not start it. */
  private boolean allBroken;

  private Optional<Deployment.Failure> failure = Optional.empty();

  /**
   * @param apart providers that each node must not come to
   * @param silent providers from which nothing is expected
   */
  Placing(
      Course course,
      Purpose purpose,
      Set<NodeName> nodes,
      Map<NodeName, Set<ProviderId>> apart,
      Set<ProviderId> silent,
      PlacementPolicy policy) {
    this.course = course;
    this.purpose = purpose;
    this.nodes = new LinkedHashSet<>(nodes);
    this.silent = Set.copyOf(silent);
    this.making = new Making(course, purpose);
    this.givingBack = new GivingBack(course, purpose, making);
    this.choosing = Choosing.of(course, nodes, apart, silent, policy);
  }

  Stage stage() {
    return stage;
  }

  /** As it was when it was remembered; what was learned of providers is learned again. */
  void recall(Stage remembered, boolean patienceWasOver, List<Berth> placed) {
    stage = remembered;
    if (patienceWasOver) setbacks.noMore();
    placed.forEach(making::adopt);
  }

  boolean mayNotRetry() {
    return setbacks.mayNotRetry();
  }

  Optional<Deployment.Failure> failure() {
    return failure;
  }

  /** Why nothing could host it, if that is what the last search says. */
  Optional<Refusal> refusal() {
    return allBroken ? Optional.empty() : choosing.refusal();
  }

  /** What was found so far; nothing before the first search. */
  Optional<Why> why() {
    return allBroken ? choosing.why().map(Why::withoutRefusal) : choosing.why();
  }

  int setbacks() {
    return setbacks.count();
  }

  void avoid(ProviderId provider, String why) {
    choosing.avoid(provider, why);
  }

  /** Whether something is promised that is not made yet. */
  boolean isInTransit() {
    return stage == Stage.COMMITTING || stage == Stage.ALLOCATING;
  }

  /** What to do now that this happened; nothing if it is late or repeated. */
  List<Effect> take(Signal.OfPlacing signal) {
    if (signal.attempt() != course.attempt) return List.of();
    return switch (signal) {
      case Signal.BidsClosed closed when stage == Stage.COLLECTING -> bidsClosed(closed.round());
      case Signal.LinksMeasured links when stage == Stage.COLLECTING -> {
        choosing.learn(links.links());
        yield choose();
      }
      case Signal.CommitAnswered answer when stage == Stage.COMMITTING ->
          goOn(making.committed(answer));
      case Signal.AllocateAnswered answer when stage == Stage.ALLOCATING ->
          goOn(making.allocated(answer));
      case Signal.RevertAnswered reverted when stage == Stage.REVERTING -> reverted(reverted);
      case Signal.RetryDue _ when stage == Stage.WAITING -> collect();
      case Signal.BidsClosed _,
          Signal.LinksMeasured _,
          Signal.CommitAnswered _,
          Signal.AllocateAnswered _,
          Signal.RevertAnswered _,
          Signal.RetryDue _ ->
          List.of();
    };
  }

  // --- bids and candidates

  List<Effect> collect() {
    int attempt = course.nextAttempt();
    enter(Stage.COLLECTING, DeploymentStatus.GENERATING);
    var patience = purpose == Purpose.AGAIN && rounds == 0 ? Timeouts.URGENT_BIDS : Timeouts.BIDS;
    rounds++;
    return List.of(new Effect.CollectBids(attempt, choosing.demands(), patience, silent));
  }

  private List<Effect> bidsClosed(BidRound closed) {
    choosing.take(closed);
    course.chronicle.bids(course.now, closed);
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
    if (purpose.waitsForRoom() && !choosing.isHopeless()) {
      course.chronicle.waiting(course.now, why.cause());
      return retry(RETRY);
    }
    if (!purpose.waitsForRoom()) course.chronicle.waiting(course.now, why.cause());
    allBroken = choosing.brokenBy().isPresent();
    return giveUp(
        choosing
            .brokenBy()
            .orElseGet(() -> new Deployment.Failure(ErrorCode.NOT_PLACED, why.cause())));
  }

  private List<Effect> retry(Duration pause) {
    enter(Stage.WAITING, DeploymentStatus.GENERATING);
    return List.of(new Effect.RetryAfter(course.attempt, pause));
  }

  private List<Effect> giveUp(Deployment.Failure why) {
    stage = Stage.GIVEN_UP;
    failure = Optional.of(why);
    return List.of();
  }

  // --- making it real

  private List<Effect> commit(Placement placement) {
    enter(Stage.COMMITTING, DeploymentStatus.COMMITTING);
    var chosen = new ArrayList<Berth>();
    placement
        .providers()
        .forEach((node, provider) ->
            chosen.add(course.plan(node, provider, choosing.handleOf(provider))));
    return making.commit(chosen);
  }

  /** Makes what is planned of a berth, beside what is there. */
  List<Effect> makeInPlace(Berth berth) {
    course.nextAttempt();
    stage = Stage.COMMITTING;
    return making.commitInPlace(berth);
  }

  private List<Effect> goOn(Making.Outcome outcome) {
    return switch (outcome) {
      case Making.Outcome.Waits() -> List.of();
      case Making.Outcome.Broken(var culprit, var cause) ->
          revert(culprit, ErrorCode.UNREACHABLE, cause);
      case Making.Outcome.Done() when stage == Stage.COMMITTING -> {
        stage = Stage.ALLOCATING;
        yield making.allocate();
      }
      case Making.Outcome.Done() -> {
        enter(Stage.MADE, DeploymentStatus.PROVISIONING);
        yield List.of();
      }
    };
  }

  /** The first placing is what the deployment itself does. */
  private void enter(Stage next, DeploymentStatus status) {
    stage = next;
    if (purpose == Purpose.FIRST) course.enter(status, "");
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
    setbacks.because(why);
    return giveBack(cause);
  }

  /** All is given back, and not tried again. */
  List<Effect> abandon(String cause) {
    setbacks.noMore();
    var why = new Deployment.Failure(ErrorCode.TIMED_OUT, cause);
    setbacks.because(why);
    return switch (stage) {
      case COLLECTING, WAITING, GIVEN_UP -> giveUp(why);
      case COMMITTING, ALLOCATING, MADE -> giveBack(cause);
      case REVERTING -> goOnIfOnlyFenced();
    };
  }

  /** Ends the wait for room. What has found room goes on: each of its steps has its own limit. */
  List<Effect> patienceOver() {
    setbacks.noMore();
    if (stage == Stage.REVERTING) return goOnIfOnlyFenced();
    if (stage != Stage.COLLECTING && stage != Stage.WAITING) return List.of();
    return giveUp(
        refusal()
            .map(why ->
                new Deployment.Failure(ErrorCode.TIMED_OUT, "no room in time: " + why.cause()))
            .orElseGet(() -> setbacks.lastOr("no provider answered in time")));
  }

  List<Effect> giveBack(String cause) {
    course.chronicle.reverted(course.now, cause);
    stage = Stage.REVERTING;
    setbacks.oneMore();
    var effects = givingBack.begin();
    return effects.isEmpty() ? givenBack() : effects;
  }

  private List<Effect> reverted(Signal.RevertAnswered answer) {
    return givingBack.answered(answer, !setbacks.mayNotRetry()) ? givenBack() : List.of();
  }

  /** Nobody waits for those who may run something yet, where nothing is begun elsewhere. */
  private List<Effect> goOnIfOnlyFenced() {
    return givingBack.isOnlyFenced() ? givenBack() : List.of();
  }

  /** Goes on if a provider that says that it has nothing, or the end of a lease, was waited for. */
  List<Effect> unfence(Optional<ProviderId> hasNothing) {
    return stage == Stage.REVERTING && givingBack.unfence(hasNothing) ? givenBack() : List.of();
  }

  private List<Effect> givenBack() {
    making.unmake();
    if (purpose == Purpose.IN_PLACE) setbacks.noMore();
    if (setbacks.mayNotRetry()) return giveUp(setbacks.lastOr("not running in time"));
    var effects = new ArrayList<>(retry(setbacks.pause(course)));
    effects.add(new Effect.RoomCame());
    return effects;
  }
}
