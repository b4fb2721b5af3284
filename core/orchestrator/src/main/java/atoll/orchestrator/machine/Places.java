package atoll.orchestrator.machine;

import atoll.kernel.NodeName;
import atoll.market.PlacementPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of a deployment is being placed, one thing after another, and when the next may be. Belongs
 * to its deployment's machine.
 */
final class Places {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  private final Course course;
  private final Roles roles;
  private final Watch watch;
  private final PlacementPolicy policy;
  private Optional<Placing> current = Optional.empty();
  private Optional<Instant> lookAgainAt = Optional.empty();

  /** Whose turn it is among those that wait for a place. */
  private int turn;

  private Why why = Why.UNKNOWN;

  Places(Course course, Roles roles, Watch watch, PlacementPolicy policy) {
    this.course = course;
    this.roles = roles;
    this.watch = watch;
    this.policy = policy;
  }

  Optional<Placing> current() {
    return current;
  }

  /** The placing that a berth is part of, if it is not over. */
  Optional<Placing> of(Berth berth) {
    return current.filter(p -> p.making.concerns(berth));
  }

  /** Why the deployment is where it is, or nowhere, as far as placing all of it has found out. */
  Why why() {
    return first().flatMap(Placing::why).orElse(why);
  }

  private Optional<Placing> first() {
    return current.filter(p -> p.purpose == Purpose.FIRST);
  }

  // --- begin

  List<Effect> begin(Purpose purpose, Set<NodeName> nodes) {
    var apart = roles.apart(purpose, nodes, watch.unwanted());
    var next = new Placing(course, purpose, nodes, apart, watch.lost(), policy);
    for (var node : nodes)
      if (purpose == Purpose.AGAIN)
        roles.failedOn(node).ifPresent(provider -> next.avoid(provider, "it failed there"));
    current = Optional.of(next);
    return next.collect();
  }

  /** Places one of those that have none; each in its turn. */
  List<Effect> beginAgain(List<NodeName> missing) {
    return begin(Purpose.AGAIN, Set.of(missing.get(Math.floorMod(turn, missing.size()))));
  }

  /** Makes what is planned of a berth. */
  List<Effect> beginIn(Berth berth) {
    var next =
        new Placing(course, Purpose.IN_PLACE, Set.of(berth.node), Map.of(), Set.of(), policy);
    current = Optional.of(next);
    return next.makeInPlace(berth);
  }

  void recall(Why before) {
    why = before;
  }

  /** As it was when it was remembered. */
  void recall(Purpose purpose, Set<NodeName> nodes, Stage stage, boolean patienceWasOver) {
    var apart = roles.apart(purpose, nodes, watch.unwanted());
    var placing = new Placing(course, purpose, nodes, apart, Set.of(), policy);
    var berths = new ArrayList<Berth>();
    if (stage.compareTo(Stage.COMMITTING) >= 0)
      for (var node : nodes)
        (purpose.comesBeside() ? course.fleet.incoming(node) : course.fleet.at(node))
            .ifPresent(berths::add);
    placing.recall(stage, patienceWasOver, berths);
    current = Optional.of(placing);
  }

  // --- go on

  List<Effect> take(Signal.OfPlacing signal) {
    return current.map(p -> p.take(signal)).orElse(List.of());
  }

  /** Ends the first placing's wait for room. */
  List<Effect> patienceOver() {
    return first().map(Placing::patienceOver).orElse(List.of());
  }

  // --- end

  /** It came to its end, whichever. */
  void conclude() {
    why = why();
    current = Optional.empty();
  }

  /** Nothing is placed any more; what was promised for it is given back. */
  List<Effect> drop(String why) {
    var effects = new ArrayList<Effect>();
    if (current.isPresent() && current.get().isInTransit()) {
      effects.addAll(current.get().giveBack(why));
      current.get().making.berths().forEach(course.fleet::remove);
    }
    conclude();
    return effects;
  }

  // --- when

  /** Whether it is too early to begin anything. */
  boolean waits() {
    if (lookAgainAt.map(course.now::isBefore).orElse(false)) return true;
    lookAgainAt = Optional.empty();
    return false;
  }

  void lookAtOnce() {
    lookAgainAt = Optional.empty();
  }

  /** Who had its turn in vain; another has the next. */
  List<Effect> nextTurn() {
    turn++;
    return lookAgainAfter(LOOK_AGAIN);
  }

  List<Effect> lookAgainMuchLater() {
    return lookAgainAfter(LOOK_AGAIN.multipliedBy(5));
  }

  private List<Effect> lookAgainAfter(Duration pause) {
    lookAgainAt = Optional.of(course.now.plus(pause));
    return List.of(new Effect.WakeAfter(pause));
  }
}
