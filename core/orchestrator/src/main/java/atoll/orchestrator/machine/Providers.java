package atoll.orchestrator.machine;

import atoll.kernel.AllocationStatus;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.ErrorCode;
import atoll.market.ProviderId;
import atoll.protocol.StateReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What follows from what a deployment's providers say, and from their silence. Belongs to its
 * deployment's machine.
 */
final class Providers {
  private final Course course;
  private final Watch watch;
  private final Lives lives;
  private final Supervision supervision;
  private final Roles roles;
  private final Places places;
  private final Leaving leaving;
  private final Remedies remedies;

  Providers(
      Course course,
      Watch watch,
      Lives lives,
      Supervision supervision,
      Roles roles,
      Places places,
      Leaving leaving,
      Remedies remedies) {
    this.course = course;
    this.watch = watch;
    this.lives = lives;
    this.supervision = supervision;
    this.roles = roles;
    this.places = places;
    this.leaving = leaving;
    this.remedies = remedies;
  }

  /** Asks them all, and gives up on those that nobody waits for any more. */
  List<Effect> beat() {
    var effects = new ArrayList<>(watch.ask(course));
    effects.add(new Effect.BeatAfter(Timeouts.BEAT));
    places.current().ifPresent(p -> effects.addAll(p.unfence(Optional.empty())));
    if (course.status != DeploymentStatus.SHUTTING_DOWN)
      for (var provider : watch.givenUp(course.now))
        for (var berth : course.fleet.on(provider)) effects.addAll(giveUpOn(berth));
    return effects;
  }

  List<Effect> heard(Signal.StateAnswered answer) {
    var provider = answer.provider();
    var effects = new ArrayList<Effect>();
    switch (watch.hear(provider, answer.said(), course.now)) {
      case LOST -> effects.addAll(lost(provider));
      case EMPTY -> lives.allMissing(provider);
      case NONE -> {}
    }
    switch (answer.said()) {
      case Signal.Said.Report(var report) when report.ok() -> {
        effects.addAll(lives.reconcile(provider, report, answer.askedAt()));
        if (!hasMore(provider, report)) effects.addAll(settled(provider));
      }
      case Signal.Said.Refusal _ when watch.knowsNothing(provider) ->
          effects.addAll(knowsNothing(provider));
      case Signal.Said.Report _, Signal.Said.Refusal _, Signal.Said.Nothing _ -> {}
    }
    return effects;
  }

  /** It need not be asked for ever what it is owed the news of. */
  private List<Effect> knowsNothing(ProviderId provider) {
    var here = course.fleet.on(provider);
    if (here.stream().anyMatch(b -> !b.leaving)) return List.of();
    if (watch.isAble(provider)) return settled(provider);
    if (here.isEmpty()) course.fleet.settled(provider);
    return List.of();
  }

  /** It has nothing that it should not have. */
  private List<Effect> settled(ProviderId provider) {
    course.fleet.settled(provider);
    return places.current().map(p -> p.unfence(Optional.of(provider))).orElse(List.of());
  }

  /** Whether it has anything that it should not have. */
  private boolean hasMore(ProviderId provider, StateReport report) {
    return report.allocations().entrySet().stream()
        .anyMatch(e ->
            !e.getValue().status().ended()
                && course.fleet.on(provider).stream()
                    .filter(b -> !b.leaving)
                    .flatMap(b -> b.allocations.stream())
                    .filter(p -> p.phase != AllocationProgress.Phase.ENDED)
                    .noneMatch(p ->
                        p.id.manifestKey().equals(e.getKey())
                            && p.lease().equals(e.getValue().lease())));
  }

  /** Nothing is heard of a provider any more. */
  private List<Effect> lost(ProviderId provider) {
    var effects = new ArrayList<Effect>();
    for (var berth : course.fleet.on(provider)) {
      if (berth.leaving || course.status == DeploymentStatus.SHUTTING_DOWN) continue;
      var beingPlaced = places.of(berth);
      effects.addAll(
          beingPlaced.isPresent()
              ? beingPlaced
                  .get()
                  .revert(berth, ErrorCode.UNREACHABLE, "provider of " + berth.node + " is silent")
              : lost(berth));
    }
    return effects;
  }

  private List<Effect> lost(Berth berth) {
    var why = "its provider does not answer";
    var decision =
        !roles.isActive(berth.node) || roles.hasStandby(berth.node, watch)
            ? new Supervision.Decision.Replace(why)
            : supervision.lost(course.standbys.ensemble(), berth.node, why, course.now);
    return switch (decision) {
      case Supervision.Decision.Replace(var cause) -> remedies.replace(berth, cause);
      case Supervision.Decision.Escalate(var cause) -> remedies.escalate(cause);
      case Supervision.Decision.StayDown _, Supervision.Decision.Restart _ -> {
        for (var progress : berth.allocations)
          if (progress.isAlive()) course.chronicle.allocation(course.now, progress, why);
        yield List.of();
      }
    };
  }

  /** What was not placed again has failed; if its provider returns, it is told to end it. */
  private List<Effect> giveUpOn(Berth berth) {
    if (berth.leaving || places.of(berth).isPresent()) return List.of();
    berth.leaving = true;
    course.fleet.owe(berth.provider, berth.handle);
    var effects = leaving.tell(berth);
    for (var progress : berth.allocations) {
      if (progress.attempt == 0 || !progress.isAlive()) continue;
      progress.end(
          AllocationStatus.FAILED,
          OptionalInt.empty(),
          "its provider has not answered for %d minutes".formatted(Timeouts.RETURN.toMinutes()),
          course.now);
      course.chronicle.allocation(course.now, progress, progress.reason.orElse(""));
    }
    return effects;
  }
}
