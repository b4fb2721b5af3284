package atoll.orchestrator.machine;

import atoll.kernel.DeploymentStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What can be done next: what is ready starts, what was placed takes its place, and what is to be
 * placed, moved or changed is begun. Belongs to its deployment's machine.
 */
final class NextSteps {
  private final Course course;
  private final Watch watch;
  private final Lives lives;
  private final Roles roles;
  private final Places places;
  private final Leaving leaving;
  private final Changes changes;
  private final Ending ending;

  NextSteps(
      Course course,
      Watch watch,
      Lives lives,
      Roles roles,
      Places places,
      Leaving leaving,
      Changes changes,
      Ending ending) {
    this.course = course;
    this.watch = watch;
    this.lives = lives;
    this.roles = roles;
    this.places = places;
    this.leaving = leaving;
    this.changes = changes;
    this.ending = ending;
  }

  // --- starts

  List<Effect> startActive() {
    if (course.status == DeploymentStatus.SHUTTING_DOWN) return List.of();
    var effects = new ArrayList<Effect>();
    for (var berth : course.fleet.berths())
      if (!berth.leaving && roles.isActive(berth.node) && !isHeldOnly(berth))
        effects.addAll(lives.startReady(berth));
    return effects;
  }

  /** Whether not all of its placing is made yet, so that nothing of it may start. */
  private boolean isHeldOnly(Berth berth) {
    return places.of(berth).filter(p -> p.stage() != Stage.MADE).isPresent();
  }

  // --- ends of placings

  /** What follows if a placing came to its end; empty if none did. */
  Optional<List<Effect>> finishPlacing() {
    if (places.current().isEmpty()) return Optional.empty();
    var current = places.current().get();
    return switch (current.stage()) {
      case COLLECTING, WAITING, COMMITTING, ALLOCATING, REVERTING -> Optional.empty();
      case MADE -> isDone(current) ? Optional.of(takePlace(current)) : Optional.empty();
      case GIVEN_UP -> Optional.of(givenUp(current));
    };
  }

  private boolean isDone(Placing current) {
    for (var berth : current.making.berths()) {
      if (berth.leaving || !roles.isActive(berth.node)) continue;
      if (!berth.isUp()) return false;
      if (current.purpose.isGated() && !Gate.isPassed(current.making.own(berth), course.now))
        return false;
    }
    return true;
  }

  private List<Effect> takePlace(Placing made) {
    places.conclude();
    var effects = new ArrayList<Effect>();
    if (made.purpose.comesBeside())
      for (var berth : made.making.berths())
        course
            .fleet
            .promote(berth.node)
            .ifPresent(old -> effects.addAll(leaving.dislodge(old, true)));
    return effects;
  }

  private List<Effect> givenUp(Placing current) {
    places.conclude();
    if (ending.isAsked()) return ending.endOfShutdown();
    var failure = current.failure().orElseThrow();
    return switch (current.purpose) {
      case FIRST -> ending.fail(failure);
      case AGAIN -> places.nextTurn();
      case ADDED, BESIDE, IN_PLACE ->
          changes
              .current()
              .map(change -> changes.notPlaced(change, current, failure.message()))
              .orElseGet(places::lookAgainMuchLater);
    };
  }

  // --- beginnings

  /** Begins whatever is to be placed, moved or changed next; empty if there is nothing to begin. */
  Optional<List<Effect>> begin() {
    if (places.current().isPresent() || course.status == DeploymentStatus.SHUTTING_DOWN)
      return Optional.empty();
    var missing = roles.missing(changes.added());
    if (course.status == DeploymentStatus.PROVISIONING
        && missing.stream().noneMatch(roles::isActive)) course.enter(DeploymentStatus.RUNNING, "");
    if (!leaving.isDone()) return Optional.empty(); // what is given back may be what is needed
    boolean waits = places.waits();
    if (!waits && !missing.isEmpty()) return Optional.of(places.beginAgain(missing));
    if (changes.current().isPresent()) return Optional.of(changes.goOn(changes.current().get()));
    if (waits) return Optional.empty();
    return course.fleet.current().stream()
        .filter(b -> watch.isDraining(b.provider) && !watch.isLost(b.provider))
        .filter(b -> !roles.isActive(b.node) || b.isMovable()) // tasks come to their end there
        .findFirst()
        .map(this::move);
  }

  private List<Effect> move(Berth berth) {
    return roles.isActive(berth.node)
        ? places.begin(Purpose.BESIDE, Set.of(berth.node))
        : leaving.dislodge(berth, true);
  }
}
