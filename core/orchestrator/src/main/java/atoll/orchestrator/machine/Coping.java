package atoll.orchestrator.machine;

import static atoll.orchestrator.machine.AllocationProgress.Phase.ENDED;

import atoll.kernel.AllocationStatus;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.ErrorCode;
import atoll.orchestrator.machine.Lives.Trouble;
import java.util.List;
import java.util.OptionalInt;

/** What follows when an allocation is in trouble. Belongs to its deployment's machine. */
final class Coping {
  private final Course course;
  private final Supervision supervision;
  private final Roles roles;
  private final Places places;
  private final Remedies remedies;

  Coping(Course course, Supervision supervision, Roles roles, Places places, Remedies remedies) {
    this.course = course;
    this.supervision = supervision;
    this.roles = roles;
    this.places = places;
    this.remedies = remedies;
  }

  List<Effect> cope(Trouble trouble) {
    if (course.status == DeploymentStatus.SHUTTING_DOWN) return List.of();
    var progress = trouble.allocation();
    var key = progress.id.manifestKey();
    if (trouble.kind() == Trouble.Kind.DONE) return stayDown(trouble);
    boolean notStarted = trouble.kind() == Trouble.Kind.NOT_STARTED;
    var beingPlaced = places.of(trouble.berth());
    if (beingPlaced.isPresent() && beingPlaced.get().stage() != Stage.REVERTING) {
      var current = beingPlaced.get();
      boolean isOfIt = current.making.own(trouble.berth()).contains(progress);
      if (current.purpose.isGated() && isOfIt)
        return current.abandon(key + " did not come to run: " + trouble.why());
      if (!current.purpose.isGated() && (notStarted || trouble.kind() == Trouble.Kind.MISSING))
        return current.revert(
            trouble.berth(),
            notStarted ? ErrorCode.EXECUTOR_FAILED : ErrorCode.UNREACHABLE,
            "start of " + key + ": " + trouble.why());
    }
    if (notStarted)
      progress.end(AllocationStatus.FAILED, OptionalInt.empty(), trouble.why(), course.now);
    return follow(decide(trouble), trouble);
  }

  private Supervision.Decision decide(Trouble trouble) {
    var node = trouble.berth().node;
    var ensemble = course.standbys.ensemble();
    if (!roles.isActive(node)) return new Supervision.Decision.Replace(trouble.why());
    return switch (trouble.kind()) {
      case MISSING -> supervision.lost(ensemble, node, trouble.why(), course.now);
      case ENDED, UNHEALTHY, NOT_STARTED, DONE ->
          supervision.decide(
              ensemble,
              node,
              trouble.allocation(),
              trouble.kind() == Trouble.Kind.UNHEALTHY,
              course.now);
    };
  }

  private List<Effect> follow(Supervision.Decision decision, Trouble trouble) {
    return switch (decision) {
      case Supervision.Decision.StayDown() -> stayDown(trouble);
      case Supervision.Decision.Restart restart ->
          // What cannot be started in its place is placed once more, unless it may run there yet
          // and must not run twice: then its provider, which knows, starts it again.
          trouble.kind() == Trouble.Kind.NOT_STARTED && !isOnce(trouble)
              ? remedies.replace(trouble.berth(), trouble.why())
              : remedies.restart(restart, trouble);
      case Supervision.Decision.Replace(var why) -> remedies.replace(trouble.berth(), why);
      case Supervision.Decision.Escalate(var why) -> {
        course.chronicle.allocation(course.now, trouble.allocation(), why);
        yield remedies.escalate(why);
      }
    };
  }

  private boolean isOnce(Trouble trouble) {
    return !trouble.allocation().isService() && !course.redeploys(trouble.berth().node);
  }

  private List<Effect> stayDown(Trouble trouble) {
    var progress = trouble.allocation();
    boolean notStarted = trouble.kind() == Trouble.Kind.NOT_STARTED; // and an earlier run may go on
    boolean gone = trouble.kind() == Trouble.Kind.MISSING && progress.phase != ENDED;
    if (gone) progress.end(AllocationStatus.FAILED, OptionalInt.empty(), trouble.why(), course.now);
    if (gone || notStarted) course.chronicle.allocation(course.now, progress, trouble.why());
    boolean kept =
        Supervision.mayStartAgain(
            course.standbys.ensemble(), trouble.berth().node, progress.id.allocation());
    return (kept || notStarted) && progress.phase == ENDED
        ? List.of(course.shutDown(trouble.berth(), progress))
        : List.of();
  }
}
