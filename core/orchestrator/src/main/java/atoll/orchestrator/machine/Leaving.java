package atoll.orchestrator.machine;

import static atoll.orchestrator.machine.AllocationProgress.Phase.ENDED;

import atoll.kernel.AllocationStatus;
import atoll.kernel.LeaseId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What is taken away from providers, and what of it has to be gone before anything else is begun.
 * Belongs to its deployment's machine.
 */
final class Leaving {
  private final Course course;
  private final Set<LeaseId> awaited = new LinkedHashSet<>();

  Leaving(Course course) {
    this.course = course;
  }

  /** Whether nothing is awaited. */
  boolean isDone() {
    return awaited.isEmpty();
  }

  /**
   * Takes a berth away and ends what runs there.
   *
   * @param isAwaited whether nothing else is begun until that is done
   */
  List<Effect> dislodge(Berth berth, boolean isAwaited) {
    berth.leaving = true;
    course.fleet.remove(berth);
    return isAwaited ? end(berth, berth.allocations) : tell(berth);
  }

  /** The same of a berth that stays where it counts, without waiting. */
  List<Effect> tell(Berth berth) {
    var effects = new ArrayList<Effect>();
    for (var progress : berth.allocations)
      if (progress.attempt > 0) effects.add(course.shutDown(berth, progress));
    return effects;
  }

  /** Ends some of a berth where it is; nothing else is begun until that is done. */
  List<Effect> end(Berth berth, List<AllocationProgress> some) {
    var effects = new ArrayList<Effect>();
    for (var progress : some) {
      if (progress.attempt == 0) continue;
      awaited.add(progress.lease());
      effects.add(course.shutDown(berth, progress));
    }
    return effects;
  }

  /** Has the room of what has ended given back, in case that was decided and not told. */
  List<Effect> endEnded() {
    var effects = new ArrayList<Effect>();
    for (var berth : course.fleet.berths())
      for (var progress : berth.allocations)
        if (keepsRoom(berth, progress)) effects.add(course.shutDown(berth, progress));
    return effects;
  }

  private boolean keepsRoom(Berth berth, AllocationProgress progress) {
    return progress.phase == ENDED
        && progress.attempt > 0
        && Supervision.mayStartAgain(
            course.standbys.ensemble(), berth.node, progress.id.allocation());
  }

  /** Ends all that is anywhere, and awaits that and nothing else. */
  List<Effect> endEverything() {
    awaited.clear();
    var effects = new ArrayList<Effect>();
    for (var berth : course.fleet.berths())
      for (var progress : berth.allocations) {
        boolean isOver = progress.attempt == 0 || progress.phase == ENDED;
        if (isOver && !keepsRoom(berth, progress)) continue;
        if (!isOver) awaited.add(progress.lease());
        effects.add(course.shutDown(berth, progress));
      }
    return effects;
  }

  /** It is gone, or its provider does not answer and is owed the news. */
  void gone(Signal.ShutdownAnswered answered) {
    awaited.remove(answered.lease());
    if (answered.heard()) return;
    course
        .fleet
        .find(answered.allocation(), Optional.of(answered.lease()))
        .flatMap(course.fleet::berthOf)
        .ifPresent(berth -> course.fleet.owe(berth.provider, berth.handle));
  }

  /** The same when all ends: what it was counts as ended. */
  void goneForGood(Signal.ShutdownAnswered answered) {
    gone(answered);
    course
        .fleet
        .find(answered.allocation(), Optional.of(answered.lease()))
        .filter(p -> p.phase != ENDED)
        .ifPresent(progress -> {
          progress.end(AllocationStatus.TERMINATED, OptionalInt.empty(), "", course.now);
          course.chronicle.allocation(course.now, progress, "shut down");
        });
  }
}
