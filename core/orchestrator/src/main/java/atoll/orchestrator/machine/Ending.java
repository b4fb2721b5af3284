package atoll.orchestrator.machine;

import atoll.kernel.DeploymentStatus;
import atoll.kernel.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a deployment ends: by itself, because somebody wants it, or because it failed. Belongs to its
 * deployment's machine.
 */
final class Ending {
  private final Course course;
  private final Roles roles;
  private final Places places;
  private final Changes changes;
  private final Leaving leaving;
  private boolean isAsked;
  private Optional<Deployment.Failure> failure = Optional.empty();
  private Optional<Instant> completedAt = Optional.empty();

  Ending(Course course, Roles roles, Places places, Changes changes, Leaving leaving) {
    this.course = course;
    this.roles = roles;
    this.places = places;
    this.changes = changes;
    this.leaving = leaving;
  }

  /** Whether it was told to end. */
  boolean isAsked() {
    return isAsked;
  }

  Optional<Deployment.Failure> failure() {
    return failure;
  }

  Optional<Instant> completedAt() {
    return completedAt;
  }

  void recall(boolean wasAsked, Optional<Deployment.Failure> why, Optional<Instant> completed) {
    isAsked = wasAsked;
    failure = why;
    completedAt = completed;
  }

  // --- taking down

  List<Effect> shutDown() {
    if (isAsked) return List.of();
    isAsked = true;
    changes.drop();
    var placing = places.current();
    if (placing.isPresent() && course.status.compareTo(DeploymentStatus.PROVISIONING) < 0)
      return placing.get().abandon("shut down");
    course.enter(
        DeploymentStatus.SHUTTING_DOWN, failure.map(Deployment.Failure::message).orElse(""));
    return takeDown();
  }

  /** Takes down what cannot be kept running. */
  List<Effect> tearDown(Deployment.Failure why) {
    failure = Optional.of(why);
    return shutDown();
  }

  List<Effect> takeDown() {
    var effects = new ArrayList<>(places.drop("shut down"));
    effects.addAll(leaving.endEverything());
    return effects;
  }

  void wentDown(Signal.ShutdownAnswered answered) {
    if (course.status == DeploymentStatus.SHUTTING_DOWN) leaving.goneForGood(answered);
    else leaving.gone(answered);
  }

  // --- the end

  List<Effect> endIfAllEnded() {
    if (course.status == DeploymentStatus.SHUTTING_DOWN)
      return leaving.isDone() && places.current().isEmpty() ? endOfShutdown() : List.of();
    if (places.current().isPresent() || changes.current().isPresent()) return List.of();
    if (!roles.allEnded()) return List.of();
    var lost = roles.lostService();
    if (lost.isEmpty()) return end(DeploymentStatus.COMPLETED, "");
    var code = lost.get().exitCode;
    var how = code.isPresent() ? " ended by itself with code " + code.getAsInt() : " did not start";
    return fail(
        new Deployment.Failure(
            ErrorCode.EXECUTOR_FAILED, "service " + lost.get().id.manifestKey() + how));
  }

  List<Effect> endOfShutdown() {
    if (failure.isPresent()) return end(DeploymentStatus.FAILED, failure.get().message());
    var ran = course.status == DeploymentStatus.SHUTTING_DOWN;
    return end(DeploymentStatus.COMPLETED, ran ? "shut down" : "shut down before it ran");
  }

  List<Effect> fail(Deployment.Failure why) {
    failure = Optional.of(why);
    return end(DeploymentStatus.FAILED, why.message());
  }

  private List<Effect> end(DeploymentStatus ending, String detail) {
    completedAt = Optional.of(course.now);
    var effects = new ArrayList<Effect>();
    if (course.status != DeploymentStatus.SHUTTING_DOWN)
      for (var berth : course.fleet.berths()) // those that stand by
      for (var progress : berth.allocations)
          if (progress.isAlive()) effects.add(course.shutDown(berth, progress));
    effects.addAll(leaveNothingOwed());
    course.enter(ending, detail);
    effects.add(new Effect.Finish());
    return effects;
  }

  /** Those who may have something yet that was taken away are told so under a last epoch. */
  private List<Effect> leaveNothingOwed() {
    var owed = course.fleet.owed();
    if (owed.isEmpty()) return List.of();
    course.epoch++;
    var nothing = course.requests.state(List.of(), course.epoch, course.now);
    return owed.values().stream()
        .<Effect>map(provider -> new Effect.HaveNothing(provider, nothing))
        .toList();
  }
}
