package atoll.orchestrator.machine;

import atoll.kernel.DeploymentStatus;
import atoll.kernel.NodeName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a running deployment to another ensemble, or back, one step after the other ({@link Change}
 * says which). Belongs to its deployment's machine.
 */
final class Changes {
  private final Course course;
  private final Places places;
  private final Leaving leaving;
  private Optional<Change> current = Optional.empty();

  Changes(Course course, Places places, Leaving leaving) {
    this.course = course;
    this.places = places;
    this.leaving = leaving;
  }

  Optional<Change> current() {
    return current;
  }

  void recall(Change change) {
    current = Optional.of(change);
  }

  /** Nothing is changed any more; what there is stays as it is. */
  void drop() {
    current = Optional.empty();
  }

  /** Nodes that get their place from the change. */
  Set<NodeName> added() {
    return current.map(Change::added).orElse(Set.of());
  }

  List<Effect> begin(Signal.UpdateAsked asked) {
    if (course.status != DeploymentStatus.RUNNING) return List.of();
    course.enter(DeploymentStatus.UPDATING, "");
    current = Optional.of(Change.begin(course, asked.ensemble(), asked.deadline()));
    return List.of(course.wakeAt(asked.deadline()));
  }

  /** The next step. */
  List<Effect> goOn(Change change) {
    var planned =
        course.fleet.current().stream().filter(b -> change.isPlanned(course, b)).findFirst();
    if (planned.isPresent()) return places.beginIn(planned.get());
    return switch (change.next(course)) {
      case Change.Step.Beside(var nodes, var added) ->
          places.begin(added ? Purpose.ADDED : Purpose.BESIDE, nodes);
      case Change.Step.InPlace(var berth) -> {
        var effects = leaving.end(berth, change.outdated(course, berth));
        course.fleet.put(change.renewed(course, berth));
        yield effects;
      }
      case Change.Step.Ended(var detail) -> {
        var effects = new ArrayList<Effect>();
        for (var berth : change.surplus(course)) effects.addAll(leaving.dislodge(berth, false));
        drop();
        course.become(change.goal());
        course.enter(DeploymentStatus.RUNNING, detail);
        yield effects;
      }
    };
  }

  /** What it wanted placed was given up. */
  List<Effect> notPlaced(Change change, Placing given, String why) {
    boolean wasBack = change.back.isPresent();
    change.notPlaced(given, why, course);
    var effects = new ArrayList<Effect>();
    if (wasBack && given.purpose == Purpose.IN_PLACE) // then anywhere
    for (var node : given.nodes)
        course.fleet.at(node).ifPresent(berth -> effects.addAll(leaving.dislodge(berth, true)));
    return effects;
  }

  /** Has what is not well in time given back. */
  List<Effect> giveUpOnTime(Instant now) {
    if (current.isEmpty() || now.isBefore(current.get().deadline)) return List.of();
    var placing = places.current();
    if (current.get().back.isPresent() || placing.isEmpty()) return List.of();
    return placing.get().purpose == Purpose.ADDED
            && placing.get().stage().compareTo(Stage.WAITING) <= 0
        ? placing.get().patienceOver()
        : placing.get().abandon("it did not come to run well in time");
  }
}
