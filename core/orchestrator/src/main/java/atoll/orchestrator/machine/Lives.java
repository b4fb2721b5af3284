package atoll.orchestrator.machine;

import static atoll.orchestrator.machine.AllocationProgress.Phase.ALLOCATED;
import static atoll.orchestrator.machine.AllocationProgress.Phase.ENDED;
import static atoll.orchestrator.machine.AllocationProgress.Phase.RUNNING;
import static atoll.orchestrator.machine.AllocationProgress.Phase.STARTING;

import atoll.kernel.AllocationStatus;
import atoll.market.ProviderId;
import atoll.protocol.StartRequest;
import atoll.protocol.StateReport;
import atoll.protocol.TaskTermination;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;

/**
 * How the allocations of a deployment start, how they are, and how they end: what messages tell,
 * and what the providers' reports tell of messages that were lost. What to do about trouble is
 * decided elsewhere. Belongs to the deployment's machine.
 */
final class Lives {
  /** How long a message to start may be on its way before it counts as lost. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(4);

  private final Course course;
  private final Queue<Trouble> troubles = new ArrayDeque<>();

  /** Something does not run any more, or not well. */
  record Trouble(Berth berth, AllocationProgress allocation, Kind kind, String why) {
    enum Kind {
      NOT_STARTED,
      ENDED,
      /** A task that has done its work, which is no trouble. */
      DONE,
      UNHEALTHY,
      /** Its provider does not have it any more. */
      MISSING
    }
  }

  Lives(Course course) {
    this.course = course;
  }

  Optional<Trouble> nextTrouble() {
    return Optional.ofNullable(troubles.poll());
  }

  // --- start

  /** Starts whatever waits for nothing any more, and gives up on what waits for a failure. */
  List<Effect> startReady(Berth berth) {
    var effects = new ArrayList<Effect>();
    for (var progress : berth.allocations) { // in start order: who is given up takes its
      if (progress.phase != ALLOCATED) continue; // dependants along
      if (progress.notBefore.map(course.now::isBefore).orElse(false)) continue;
      var needs =
          progress.spec.dependsOn().stream().flatMap(name -> berth.find(name).stream()).toList();
      var broken =
          needs.stream().filter(need -> need.phase == ENDED && !need.satisfies()).findFirst();
      if (broken.isPresent()) {
        progress.end(
            AllocationStatus.STOPPED,
            OptionalInt.empty(),
            "needs " + broken.get().id.manifestKey() + ", which did not succeed",
            course.now);
        course.chronicle.allocation(course.now, progress, progress.reason.orElse(""));
        effects.add(course.shutDown(berth, progress));
      } else if (needs.stream().allMatch(AllocationProgress::satisfies)) {
        progress.run++;
        progress.notBefore = Optional.empty();
        progress.enter(STARTING, course.now);
        effects.add(start(progress));
      }
    }
    return effects;
  }

  /** Harmless to repeat: a run that was begun is not begun again. */
  Effect start(AllocationProgress progress) {
    return new Effect.Start(
        progress.attempt,
        progress.handle.orElseThrow(),
        progress.id,
        new StartRequest(course.epoch, progress.run),
        Timeouts.START);
  }

  List<Effect> started(Signal.StartAnswered answer) {
    var found = course.fleet.find(answer.allocation(), answer.attempt());
    if (found.isEmpty() || found.get().phase != STARTING || found.get().run != answer.run())
      return List.of();
    var progress = found.get();
    if (answer.refusal().isPresent()) {
      trouble(progress, Trouble.Kind.NOT_STARTED, answer.refusal().get());
      return List.of();
    }
    return running(progress);
  }

  private List<Effect> running(AllocationProgress progress) {
    progress.enter(RUNNING, course.now);
    progress.startedAt = Optional.of(course.now);
    course.chronicle.allocation(course.now, progress, "");
    return watchHealth(progress);
  }

  // --- health

  List<Effect> watchHealth(AllocationProgress progress) {
    if (progress.spec.healthCheck().isEmpty() || progress.phase != RUNNING) return List.of();
    var check = progress.spec.healthCheck().get();
    if (progress.health.isEmpty()) progress.health = Optional.of(new Health(check));
    var handle = progress.handle.orElseThrow();
    return List.of(
        new Effect.RegisterHealthCheck(handle, progress.id, check),
        new Effect.CheckHealth(
            progress.attempt, handle, progress.id, progress.run, check, check.initialDelay()));
  }

  List<Effect> healthAnswered(Signal.HealthAnswered answer) {
    var found = course.fleet.find(answer.allocation(), answer.attempt());
    if (found.isEmpty() || found.get().phase != RUNNING || found.get().run != answer.run())
      return List.of();
    var progress = found.get();
    if (progress.health.isEmpty()) return List.of();
    if (progress.health.get().take(answer.failure().isEmpty())) {
      var how = answer.failure().map(why -> "unhealthy: " + why).orElse("healthy");
      course.chronicle.allocation(course.now, progress, how);
      if (progress.isUnhealthy()) trouble(progress, Trouble.Kind.UNHEALTHY, how);
    }
    var check = progress.spec.healthCheck().orElseThrow();
    var handle = progress.handle.orElseThrow();
    var effects = new ArrayList<Effect>();
    if (answer.failure().isPresent()) // perhaps only because the provider was never told
    effects.add(new Effect.RegisterHealthCheck(handle, progress.id, check));
    effects.add(
        new Effect.CheckHealth(
            progress.attempt, handle, progress.id, progress.run, check, check.interval()));
    return effects;
  }

  // --- end

  /** Takes a report in; true if it tells something new. */
  boolean ended(TaskTermination report) {
    var found = course.fleet.find(report.allocation(), report.lease());
    return found.isPresent()
        && ended(
            found.get(),
            report.run(),
            report.status(),
            OptionalInt.of(report.exitCode()),
            report.error());
  }

  private boolean ended(
      AllocationProgress progress,
      OptionalLong run,
      AllocationStatus status,
      OptionalInt exitCode,
      String error) {
    if (progress.phase != STARTING && progress.phase != RUNNING) return false;
    if (run.isPresent() && run.getAsLong() != progress.run) return false;
    if (progress.phase == STARTING) { // its end overtook the answer to its start
      progress.enter(RUNNING, course.now);
      progress.startedAt = Optional.of(course.now);
      course.chronicle.allocation(course.now, progress, "");
    }
    progress.end(status.ended() ? status : AllocationStatus.FAILED, exitCode, error, course.now);
    course.chronicle.allocation(course.now, progress, error);
    trouble(
        progress,
        progress.satisfies() ? Trouble.Kind.DONE : Trouble.Kind.ENDED,
        error.isEmpty() ? "it ended by itself" : error);
    return true;
  }

  // --- what there is, against what there should be

  /** What a provider reports outweighs what was lost on the way, unless it could not know yet. */
  List<Effect> reconcile(ProviderId provider, StateReport report, Instant askedAt) {
    var effects = new ArrayList<Effect>();
    for (var berth : course.fleet.on(provider)) {
      if (berth.leaving) continue;
      for (var progress : berth.allocations) {
        if (!progress.changedAt.isBefore(askedAt)) continue;
        var reported =
            Optional.ofNullable(report.allocations().get(progress.id.manifestKey()))
                .filter(r -> r.lease().equals(progress.lease()));
        effects.addAll(
            reported.map(r -> compare(berth, progress, r)).orElseGet(() -> missing(progress)));
      }
    }
    return effects;
  }

  private List<Effect> compare(Berth berth, AllocationProgress progress, StateReport.Reported is) {
    if (progress.phase == ENDED && !is.status().ended())
      return List.of(course.shutDown(berth, progress)); // an earlier run that nobody could end
    if (progress.phase != STARTING && progress.phase != RUNNING) return List.of();
    if (is.run() > progress.run) progress.run = is.run(); // its provider started it again itself
    if (is.run() < progress.run) return startAgain(progress);
    if (is.status().ended()) {
      boolean _ =
          ended(progress, OptionalLong.of(is.run()), is.status(), is.exitCode(), is.error());
      return List.of();
    }
    return progress.phase == STARTING && is.status() == AllocationStatus.RUNNING
        ? running(progress)
        : List.of();
  }

  private List<Effect> startAgain(AllocationProgress progress) {
    boolean lost = progress.changedAt.plus(ON_ITS_WAY).isBefore(course.now);
    return lost ? List.of(start(progress)) : List.of();
  }

  private List<Effect> missing(AllocationProgress progress) {
    if (progress.phase == ALLOCATED || progress.phase == STARTING || progress.phase == RUNNING)
      trouble(progress, Trouble.Kind.MISSING, "its provider does not have it any more");
    return List.of();
  }

  /** Everything on a provider that lost its memory. */
  void allMissing(ProviderId provider) {
    for (var berth : course.fleet.on(provider))
      if (!berth.leaving) berth.allocations.forEach(this::missing);
  }

  private void trouble(AllocationProgress progress, Trouble.Kind kind, String why) {
    course
        .fleet
        .berthOf(progress)
        .ifPresent(berth -> troubles.add(new Trouble(berth, progress, kind, why)));
  }
}
