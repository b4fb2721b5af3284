package atoll.orchestrator.machine;

import static atoll.orchestrator.machine.AllocationProgress.Phase.ENDED;

import atoll.ensemble.Ensemble;
import atoll.kernel.ErrorCode;
import atoll.orchestrator.machine.Lives.Trouble;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does what supervision decided. Belongs to its deployment's machine. */
final class Remedies {
  private final Course course;
  private final Supervision supervision;
  private final Roles roles;
  private final Watch watch;
  private final Places places;
  private final Leaving leaving;
  private final Ending ending;

  Remedies(
      Course course,
      Supervision supervision,
      Roles roles,
      Watch watch,
      Places places,
      Leaving leaving,
      Ending ending) {
    this.course = course;
    this.supervision = supervision;
    this.roles = roles;
    this.watch = watch;
    this.places = places;
    this.leaving = leaving;
    this.ending = ending;
  }

  /** What failed, and perhaps others, start again where they are. */
  List<Effect> restart(Supervision.Decision.Restart restart, Trouble trouble) {
    var earliest =
        restart.pause().isZero()
            ? Optional.<Instant>empty()
            : Optional.of(course.now.plus(restart.pause()));
    for (var berth : course.fleet.current()) {
      if (!roles.isActive(berth.node) || berth.leaving) continue;
      for (var progress : berth.allocations) {
        boolean done = progress.phase == ENDED && progress.satisfies();
        if (!restart.allocations().contains(progress.id.allocation()) || progress.run == 0 || done)
          continue;
        progress.again(course.now, earliest);
        course.chronicle.allocation(
            course.now,
            progress,
            "starts again (%d): %s %s"
                .formatted(restart.times(), trouble.allocation().id.manifestKey(), trouble.why()));
      }
    }
    return earliest
        .<List<Effect>>map(_ -> List.of(new Effect.WakeAfter(restart.pause())))
        .orElse(List.of());
  }

  /** The node loses its place; it gets another, or one that stands by takes over. */
  List<Effect> replace(Berth berth, String why) {
    for (var progress : berth.allocations)
      if (roles.isActive(berth.node))
        course.chronicle.allocation(course.now, progress, "is placed again: " + why);
    places.lookAtOnce();
    roles.failed(berth);
    roles.promoteStandby(berth.node, watch);
    return leaving.dislodge(berth, !watch.isLost(berth.provider));
  }

  /** Everything is placed once more, or torn down, as the ensemble says. */
  List<Effect> escalate(String why) {
    var redeploy = course.asked.escalation() == Ensemble.Escalation.REDEPLOY;
    if (redeploy && supervision.mayRedeploy(course.now)) {
      course.chronicle.reverted(course.now, "everything is placed again: " + why);
      var effects = new ArrayList<Effect>();
      for (var berth : course.fleet.current()) effects.addAll(leaving.dislodge(berth, true));
      return effects;
    }
    return ending.tearDown(new Deployment.Failure(ErrorCode.EXECUTOR_FAILED, why));
  }
}
