package atoll.orchestrator;

import static atoll.orchestrator.AllocationProgress.Phase.ENDED;

import atoll.actor.Handle;
import atoll.ensemble.Ensemble;
import atoll.identity.Did;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationStatus;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.kernel.LeaseId;
import atoll.kernel.NodeName;
import atoll.market.Explanation;
import atoll.market.PlacementPolicy;
import atoll.market.ProviderId;
import atoll.market.Refusal;
import atoll.orchestrator.Lives.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The life of one deployment (DMS §7.1, §7.4): told what happened, it says what to do next. Reads
 * no clock and touches no network, so the same signals always lead to the same end. Belongs to one
 * thread, that of its driver.
 */
final class DeploymentMachine {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  final Course course;
  final Watch watch = new Watch();
  final Supervision supervision = new Supervision();
  final Roles roles;
  private final Lives lives;
  private final PlacementPolicy policy;
  private final Set<LeaseId> goingDown = new LinkedHashSet<>();
  Optional<Placing> placing = Optional.empty();
  Optional<Change> change = Optional.empty();
  boolean shutdownAsked;
  private List<Explanation> explanations = List.of();
  private Optional<Refusal> refusal = Optional.empty();
  Optional<Deployment.Failure> failure = Optional.empty();
  Optional<Instant> completedAt = Optional.empty();
  private Optional<Instant> lookAgainAt = Optional.empty();
  private int turn;
  private boolean roomCame;

  DeploymentMachine(EnsembleId id, Ensemble ensemble, PlacementPolicy policy, Instant createdAt) {
    this(new Course(id, ensemble, createdAt), policy);
  }

  DeploymentMachine(Course course, PlacementPolicy policy) {
    this.course = course;
    this.policy = policy;
    this.lives = new Lives(course);
    this.roles = new Roles(course);
  }

  /** The first step. */
  List<Effect> begin() {
    course.chronicle.status(course.now, course.status, "");
    var effects = new ArrayList<>(beginPlacing(Placing.Kind.FIRST, course.asked.nodes().keySet()));
    effects.add(new Effect.BeatAfter(Timeouts.BEAT));
    return effects;
  }

  /** What to do now that this happened; nothing if it is late or repeated. */
  List<Effect> on(Signal signal) {
    if (course.status.ended()) return List.of();
    course.now = signal.at();
    var effects = new ArrayList<>(take(signal));
    settle(effects);
    if (roomCame && !course.status.ended()) effects.add(new Effect.RoomCame());
    roomCame = false;
    return effects;
  }

  private List<Effect> take(Signal signal) {
    return switch (signal) {
      case Signal.BidsClosed closed when isCurrent(closed.attempt(), Placing.Stage.COLLECTING) ->
          placing.get().bidsClosed(closed.round());
      case Signal.LinksMeasured links when isCurrent(links.attempt(), Placing.Stage.COLLECTING) ->
          placing.get().linksMeasured(links);
      case Signal.CommitAnswered answer
          when isCurrent(answer.attempt(), Placing.Stage.COMMITTING) ->
          placing.get().committed(answer);
      case Signal.AllocateAnswered answer
          when isCurrent(answer.attempt(), Placing.Stage.ALLOCATING) ->
          made(placing.get().allocated(answer));
      case Signal.RevertAnswered reverted
          when isCurrent(reverted.attempt(), Placing.Stage.REVERTING) ->
          placing.get().reverted(reverted.node());
      case Signal.RetryDue due when isCurrent(due.attempt(), Placing.Stage.WAITING) ->
          placing.get().collect();
      case Signal.StartAnswered answer -> lives.started(answer);
      case Signal.HealthAnswered answer -> lives.healthAnswered(answer);
      case Signal.AllocationEnded ended -> {
        boolean isNew = lives.ended(ended.report());
        roomCame = isNew && course.status != DeploymentStatus.SHUTTING_DOWN;
        yield List.of();
      }
      case Signal.StateAnswered answer -> heard(answer);
      case Signal.ShutdownAsked _ -> shutDown();
      case Signal.ShutdownAnswered answered -> wentDown(answered);
      case Signal.UpdateAsked asked when course.status == DeploymentStatus.RUNNING -> update(asked);
      case Signal.DrainAsked drain -> {
        watch.drain(drain.provider());
        yield List.of();
      }
      case Signal.PatienceOver _ ->
          placing
              .filter(p -> p.kind == Placing.Kind.FIRST)
              .map(Placing::patienceOver)
              .orElse(List.of());
      case Signal.Beat _ -> beat();
      case Signal.Woken _ -> giveUpOnTime();
      case Signal.BidsClosed _,
          Signal.LinksMeasured _,
          Signal.CommitAnswered _,
          Signal.AllocateAnswered _,
          Signal.RevertAnswered _,
          Signal.UpdateAsked _,
          Signal.RetryDue _ ->
          List.of(); // late or repeated
    };
  }

  private boolean isCurrent(int attempt, Placing.Stage stage) {
    return placing.isPresent() && placing.get().isCurrent(attempt, stage);
  }

  // --- views

  /** The events since this was last asked. */
  List<DeploymentEvent> takeNews() {
    return course.chronicle.take();
  }

  Deployment view() {
    var told = placing.filter(p -> p.kind == Placing.Kind.FIRST);
    return new Deployment(
        course.id,
        course.status,
        course.createdAt,
        course.chronicle.lastAt(),
        completedAt,
        course.asked.metadata(),
        roles.views(),
        failure,
        told.map(Placing::refusal).orElse(refusal),
        told.map(Placing::explanations).orElse(explanations),
        course.chronicle.last());
  }

  /** Where an allocation's provider node is; empty until it is made there. */
  Optional<Handle> providerOf(AllocationId allocation) {
    return course
        .fleet
        .at(allocation.node())
        .filter(b ->
            b.find(allocation.allocation())
                .filter(p -> p.phase.compareTo(AllocationProgress.Phase.ALLOCATED) >= 0)
                .isPresent())
        .map(b -> b.handle);
  }

  /** Whether a provider has, or may have, an allocation of this deployment. */
  boolean isOn(AllocationId allocation, Did provider) {
    return course.fleet.berths().stream()
        .anyMatch(b -> b.node.equals(allocation.node()) && b.handle.did().equals(provider));
  }

  /** The try that found no room and waits for some; empty if it does not wait. */
  Optional<Integer> waitingAttempt() {
    return placing.isPresent()
            && placing.get().stage() == Placing.Stage.WAITING
            && !course.status.ended()
        ? Optional.of(course.attempt)
        : Optional.empty();
  }

  // --- taken up again

  /**
   * What to do first after everything was forgotten but the record. Commands of before count as
   * old; what they began is finished or given back.
   */
  List<Effect> resume(Instant now) {
    if (course.status.ended()) return List.of();
    course.now = now;
    course.epoch++;
    var effects = new ArrayList<Effect>();
    course
        .fleet
        .providers()
        .forEach((provider, handle) -> effects.add(new Effect.TrustProvider(provider, handle)));
    effects.addAll(watch.ask(course));
    effects.add(new Effect.BeatAfter(Timeouts.BEAT));
    for (var progress : course.fleet.progresses().toList()) {
      if (progress.phase == AllocationProgress.Phase.STARTING) effects.add(lives.start(progress));
      effects.addAll(lives.watchHealth(progress));
      progress.notBefore.ifPresent(at -> effects.add(wakeAt(at)));
    }
    if (course.status == DeploymentStatus.SHUTTING_DOWN) effects.addAll(takeDown());
    else if (placing.isPresent()) effects.addAll(placing.get().resume());
    else if (course.status == DeploymentStatus.PREPARING) effects.addAll(begin());
    settle(effects);
    return effects;
  }

  // --- from one step to the next

  /** Does whatever can be done now, until nothing more can. */
  private void settle(List<Effect> effects) {
    boolean more = true;
    while (more && !course.status.ended()) {
      var trouble = lives.nextTrouble();
      if (trouble.isPresent()) effects.addAll(cope(trouble.get()));
      else {
        effects.addAll(startActive());
        more = finishPlacing(effects) || beginNext(effects);
      }
    }
    if (!course.status.ended()) effects.addAll(endIfAllEnded());
  }

  private List<Effect> made(List<Effect> effects) {
    if (placing.isPresent()
        && placing.get().stage() == Placing.Stage.MADE
        && placing.get().kind == Placing.Kind.FIRST)
      course.enter(DeploymentStatus.PROVISIONING, "");
    return effects;
  }

  private List<Effect> startActive() {
    if (course.status == DeploymentStatus.SHUTTING_DOWN) return List.of();
    var effects = new ArrayList<Effect>();
    for (var berth : course.fleet.berths())
      if (!berth.leaving && roles.isActive(berth.node) && !isHeldOnly(berth))
        effects.addAll(lives.startReady(berth));
    return effects;
  }

  /** Whether not all of its placing is made yet, so that nothing of it may start. */
  private boolean isHeldOnly(Berth berth) {
    return placing.filter(p -> p.concerns(berth) && p.stage() != Placing.Stage.MADE).isPresent();
  }

  /** True if a placing came to its end, whichever. */
  private boolean finishPlacing(List<Effect> effects) {
    if (placing.isEmpty()) return false;
    var current = placing.get();
    return switch (current.stage()) {
      case COLLECTING, WAITING, COMMITTING, ALLOCATING, REVERTING -> false;
      case MADE -> {
        if (!isDone(current)) yield false;
        placing = Optional.empty();
        if (current.kind == Placing.Kind.FIRST) {
          refusal = current.refusal();
          explanations = current.explanations();
          course.enter(DeploymentStatus.RUNNING, "");
        }
        if (isBeside(current))
          for (var berth : current.berths())
            course.fleet.promote(berth.node).ifPresent(old -> effects.addAll(dislodge(old, true)));
        yield true;
      }
      case GIVEN_UP -> {
        placing = Optional.empty();
        effects.addAll(givenUp(current));
        yield true;
      }
    };
  }

  private boolean isDone(Placing current) {
    for (var berth : current.berths()) {
      if (!roles.isActive(berth.node)) continue;
      if (!berth.isUp()) return false;
      boolean gated = isBeside(current) || current.kind == Placing.Kind.IN_PLACE;
      if (gated && !Gate.isPassed(berth, course.now)) return false;
    }
    return true;
  }

  private static boolean isBeside(Placing placing) {
    return placing.kind == Placing.Kind.BESIDE || placing.kind == Placing.Kind.ADDED;
  }

  private List<Effect> givenUp(Placing current) {
    if (shutdownAsked) return endOfShutdown();
    return switch (current.kind) {
      case FIRST -> {
        refusal = current.refusal();
        explanations = current.explanations();
        yield fail(current.failure().orElseThrow());
      }
      case AGAIN -> {
        turn++;
        yield lookAgainAfter(LOOK_AGAIN);
      }
      case ADDED, BESIDE, IN_PLACE -> {
        if (change.isEmpty()) yield lookAgainAfter(LOOK_AGAIN.multipliedBy(5));
        boolean wasBack = change.get().back.isPresent();
        change.get().notPlaced(current, current.failure().orElseThrow().message(), course);
        var effects = new ArrayList<Effect>();
        if (wasBack && current.kind == Placing.Kind.IN_PLACE) // then anywhere
        for (var node : current.nodes)
            course.fleet.at(node).ifPresent(berth -> effects.addAll(dislodge(berth, true)));
        yield effects;
      }
    };
  }

  private List<Effect> lookAgainAfter(Duration pause) {
    lookAgainAt = Optional.of(course.now.plus(pause));
    return List.of(new Effect.WakeAfter(pause));
  }

  private Effect wakeAt(Instant at) {
    var left = Duration.between(course.now, at);
    return new Effect.WakeAfter(left.isNegative() ? Duration.ZERO : left);
  }

  /** Begins whatever is to be placed, moved or changed next; false if there is nothing to begin. */
  private boolean beginNext(List<Effect> effects) {
    if (placing.isPresent() || course.status == DeploymentStatus.SHUTTING_DOWN) return false;
    if (!goingDown.isEmpty()) return false; // what is given back may be what is needed
    if (lookAgainAt.map(course.now::isBefore).orElse(false)) return false;
    lookAgainAt = Optional.empty();
    var missing = roles.missing(change.map(Change::added).orElse(Set.of()));
    if (!missing.isEmpty()) {
      var node = missing.get(Math.floorMod(turn, missing.size()));
      effects.addAll(beginPlacing(Placing.Kind.AGAIN, Set.of(node)));
      return true;
    }
    if (change.isPresent()) return goOnChanging(change.get(), effects);
    for (var berth : course.fleet.current())
      if (watch.isDraining(berth.provider) && !watch.isLost(berth.provider)) {
        effects.addAll(
            roles.isActive(berth.node)
                ? beginPlacing(Placing.Kind.BESIDE, Set.of(berth.node))
                : dislodge(berth, true));
        return true;
      }
    return false;
  }

  private List<Effect> beginPlacing(Placing.Kind kind, Set<NodeName> nodes) {
    var next =
        new Placing(
            course, kind, nodes, roles.apart(kind, nodes, watch.unwanted()), watch.lost(), policy);
    for (var node : nodes)
      if (kind == Placing.Kind.AGAIN)
        roles.failedOn(node).ifPresent(provider -> next.avoid(provider, "it failed there"));
    placing = Optional.of(next);
    return next.collect();
  }

  // --- trouble

  private List<Effect> cope(Trouble trouble) {
    if (course.status == DeploymentStatus.SHUTTING_DOWN) return List.of();
    var berth = trouble.berth();
    var progress = trouble.allocation();
    var key = progress.id.manifestKey();
    if (trouble.kind() == Trouble.Kind.DONE) return stayDown(trouble);
    boolean notStarted = trouble.kind() == Trouble.Kind.NOT_STARTED;
    var beingPlaced = placing.filter(p -> p.concerns(berth));
    if (beingPlaced.isPresent() && beingPlaced.get().stage() != Placing.Stage.REVERTING) {
      var current = beingPlaced.get();
      if (isBeside(current) || current.kind == Placing.Kind.IN_PLACE)
        return current.abandon(key + " did not come to run: " + trouble.why());
      if (notStarted || trouble.kind() == Trouble.Kind.MISSING)
        return current.revert(
            berth,
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
    var progress = trouble.allocation();
    return switch (decision) {
      case Supervision.Decision.StayDown() -> stayDown(trouble);
      case Supervision.Decision.Restart restart -> {
        // What cannot be started in its place is placed once more.
        if (trouble.kind() == Trouble.Kind.NOT_STARTED)
          yield replace(trouble.berth(), trouble.why());
        yield restart(restart, trouble);
      }
      case Supervision.Decision.Replace(var why) -> replace(trouble.berth(), why);
      case Supervision.Decision.Escalate(var why) -> {
        course.chronicle.allocation(course.now, progress, why);
        yield escalate(why);
      }
    };
  }

  private List<Effect> stayDown(Trouble trouble) {
    var progress = trouble.allocation();
    if (trouble.kind() == Trouble.Kind.MISSING && progress.phase != ENDED) {
      progress.end(AllocationStatus.FAILED, OptionalInt.empty(), trouble.why(), course.now);
      course.chronicle.allocation(course.now, progress, trouble.why());
    }
    boolean kept =
        Supervision.mayStartAgain(
            course.standbys.ensemble(), trouble.berth().node, progress.id.allocation());
    return kept && progress.phase == ENDED
        ? List.of(lives.shutDown(trouble.berth(), progress))
        : List.of();
  }

  private List<Effect> restart(Supervision.Decision.Restart restart, Trouble trouble) {
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
  private List<Effect> replace(Berth berth, String why) {
    for (var progress : berth.allocations)
      if (roles.isActive(berth.node))
        course.chronicle.allocation(course.now, progress, "is placed again: " + why);
    lookAgainAt = Optional.empty();
    roles.failed(berth);
    roles.promoteStandby(berth.node, watch);
    return dislodge(berth, !watch.isLost(berth.provider));
  }

  /**
   * Takes a berth away and ends what runs there.
   *
   * @param awaited whether nothing else is begun until that is done
   */
  private List<Effect> dislodge(Berth berth, boolean awaited) {
    var effects = new ArrayList<Effect>();
    berth.leaving = true;
    course.fleet.remove(berth);
    for (var progress : berth.allocations) {
      if (progress.attempt == 0) continue;
      if (awaited) goingDown.add(progress.lease());
      effects.add(lives.shutDown(berth, progress));
    }
    return effects;
  }

  private List<Effect> escalate(String why) {
    var redeploy = course.asked.escalation() == Ensemble.Escalation.REDEPLOY;
    if (redeploy && supervision.mayRedeploy(course.now)) {
      var effects = new ArrayList<Effect>();
      for (var berth : course.fleet.current()) effects.addAll(dislodge(berth, true));
      return effects;
    }
    failure = Optional.of(new Deployment.Failure(ErrorCode.EXECUTOR_FAILED, why));
    return shutDown();
  }

  // --- providers

  private List<Effect> beat() {
    var effects = new ArrayList<>(watch.ask(course));
    effects.add(new Effect.BeatAfter(Timeouts.BEAT));
    if (course.status != DeploymentStatus.SHUTTING_DOWN)
      for (var provider : watch.givenUp(course.now))
        for (var berth : course.fleet.on(provider)) effects.addAll(giveUpOn(berth));
    return effects;
  }

  /** What was not placed again has failed; if its provider returns, it is told to end it. */
  private List<Effect> giveUpOn(Berth berth) {
    if (berth.leaving || placing.filter(p -> p.concerns(berth)).isPresent()) return List.of();
    var effects = new ArrayList<Effect>();
    berth.leaving = true;
    course.fleet.owe(berth.provider, berth.handle);
    for (var progress : berth.allocations) {
      if (progress.attempt == 0) continue;
      effects.add(lives.shutDown(berth, progress));
      if (!progress.isAlive()) continue;
      progress.end(
          AllocationStatus.FAILED,
          OptionalInt.empty(),
          "its provider has not answered for %d minutes".formatted(Timeouts.RETURN.toMinutes()),
          course.now);
      course.chronicle.allocation(course.now, progress, progress.reason.orElse(""));
    }
    return effects;
  }

  private List<Effect> heard(Signal.StateAnswered answer) {
    var provider = answer.provider();
    var effects = new ArrayList<Effect>();
    switch (watch.hear(provider, answer.said(), course.now)) {
      case LOST -> effects.addAll(lost(provider));
      case EMPTY -> lives.allMissing(provider);
      case NONE -> {}
    }
    if (answer.said() instanceof Signal.Said.Report(var report) && report.ok()) {
      effects.addAll(lives.reconcile(provider, report, answer.askedAt()));
      boolean hasMore =
          report.allocations().entrySet().stream()
              .anyMatch(e ->
                  !e.getValue().status().ended()
                      && course.fleet.on(provider).stream()
                          .flatMap(b -> b.allocations.stream())
                          .noneMatch(p ->
                              p.id.manifestKey().equals(e.getKey())
                                  && p.lease().equals(e.getValue().lease())));
      if (!hasMore) course.fleet.settled(provider);
    }
    return effects;
  }

  /** Nothing is heard of a provider any more. */
  private List<Effect> lost(ProviderId provider) {
    var effects = new ArrayList<Effect>();
    for (var berth : course.fleet.on(provider)) {
      if (berth.leaving || course.status == DeploymentStatus.SHUTTING_DOWN) continue;
      var beingPlaced = placing.filter(p -> p.concerns(berth));
      if (beingPlaced.isPresent()) {
        effects.addAll(
            beingPlaced
                .get()
                .revert(berth, ErrorCode.UNREACHABLE, "provider of " + berth.node + " is silent"));
        continue;
      }
      var why = "its provider does not answer";
      var decision =
          !roles.isActive(berth.node) || roles.hasStandby(berth.node, watch)
              ? new Supervision.Decision.Replace(why)
              : supervision.lost(course.standbys.ensemble(), berth.node, why, course.now);
      switch (decision) {
        case Supervision.Decision.Replace(var cause) -> effects.addAll(replace(berth, cause));
        case Supervision.Decision.Escalate(var cause) -> effects.addAll(escalate(cause));
        case Supervision.Decision.StayDown _, Supervision.Decision.Restart _ -> {
          for (var progress : berth.allocations)
            if (progress.isAlive()) course.chronicle.allocation(course.now, progress, why);
        }
      }
    }
    return effects;
  }

  // --- changes

  private List<Effect> update(Signal.UpdateAsked asked) {
    course.enter(DeploymentStatus.UPDATING, "");
    change = Optional.of(Change.begin(course, asked.ensemble(), asked.deadline()));
    return List.of(wakeAt(asked.deadline()));
  }

  private boolean goOnChanging(Change current, List<Effect> effects) {
    var planned =
        course.fleet.current().stream().filter(b -> current.isPlanned(course, b)).findFirst();
    if (planned.isPresent()) {
      effects.addAll(placeIn(planned.get()));
      return true;
    }
    switch (current.next(course)) {
      case Change.Step.Beside(var nodes, var added) ->
          effects.addAll(beginPlacing(added ? Placing.Kind.ADDED : Placing.Kind.BESIDE, nodes));
      case Change.Step.InPlace(var berth) -> {
        for (var progress : current.outdated(course, berth)) {
          if (progress.attempt == 0) continue;
          goingDown.add(progress.lease());
          effects.add(lives.shutDown(berth, progress));
        }
        course.fleet.put(current.renewed(course, berth));
      }
      case Change.Step.Ended(var detail) -> {
        for (var berth : current.surplus(course)) effects.addAll(dislodge(berth, false));
        change = Optional.empty();
        course.become(current.goal());
        course.enter(DeploymentStatus.RUNNING, detail);
      }
    }
    return true;
  }

  private List<Effect> placeIn(Berth berth) {
    var next =
        new Placing(course, Placing.Kind.IN_PLACE, Set.of(berth.node), Map.of(), Set.of(), policy);
    placing = Optional.of(next);
    return next.makeInPlace(berth);
  }

  private List<Effect> giveUpOnTime() {
    if (change.isEmpty() || course.now.isBefore(change.get().deadline)) return List.of();
    if (change.get().back.isPresent() || placing.isEmpty()) return List.of();
    return placing.get().kind == Placing.Kind.ADDED
            && placing.get().stage().compareTo(Placing.Stage.WAITING) <= 0
        ? placing.get().patienceOver()
        : placing.get().abandon("it did not come to run well in time");
  }

  // --- ends

  private List<Effect> endIfAllEnded() {
    if (course.status == DeploymentStatus.SHUTTING_DOWN)
      return goingDown.isEmpty() && placing.isEmpty() ? endOfShutdown() : List.of();
    if (placing.isPresent() || change.isPresent()) return List.of();
    if (!roles.allEnded()) return List.of();
    var lost = roles.lostService();
    if (lost.isEmpty()) return end(DeploymentStatus.COMPLETED, "");
    var code = lost.get().exitCode;
    var how = code.isPresent() ? " ended by itself with code " + code.getAsInt() : " did not start";
    return fail(
        new Deployment.Failure(
            ErrorCode.EXECUTOR_FAILED, "service " + lost.get().id.manifestKey() + how));
  }

  private List<Effect> shutDown() {
    if (shutdownAsked) return List.of();
    shutdownAsked = true;
    change = Optional.empty();
    if (placing.isPresent() && course.status.compareTo(DeploymentStatus.PROVISIONING) < 0)
      return placing.get().abandon("shut down");
    course.enter(
        DeploymentStatus.SHUTTING_DOWN, failure.map(Deployment.Failure::message).orElse(""));
    return takeDown();
  }

  private List<Effect> takeDown() {
    goingDown.clear();
    var effects = new ArrayList<Effect>();
    if (placing.isPresent() && placing.get().isInTransit()) {
      var current = placing.get();
      effects.addAll(current.giveBack("shut down"));
      current.berths().forEach(course.fleet::remove);
    }
    placing = Optional.empty();
    for (var berth : course.fleet.berths())
      for (var progress : berth.allocations) {
        if (progress.attempt == 0) continue;
        if (progress.phase != ENDED) goingDown.add(progress.lease());
        else if (!Supervision.mayStartAgain(
            course.standbys.ensemble(), berth.node, progress.id.allocation())) continue;
        effects.add(lives.shutDown(berth, progress));
      }
    return effects;
  }

  private List<Effect> wentDown(Signal.ShutdownAnswered answered) {
    goingDown.remove(answered.lease());
    if (course.status != DeploymentStatus.SHUTTING_DOWN) return List.of();
    course
        .fleet
        .find(answered.allocation(), Optional.of(answered.lease()))
        .filter(p -> p.phase != ENDED)
        .ifPresent(progress -> {
          progress.end(AllocationStatus.TERMINATED, OptionalInt.empty(), "", course.now);
          course.chronicle.allocation(course.now, progress, "shut down");
        });
    return List.of();
  }

  private List<Effect> endOfShutdown() {
    if (failure.isPresent()) return end(DeploymentStatus.FAILED, failure.get().message());
    var ran = course.status == DeploymentStatus.SHUTTING_DOWN;
    return end(DeploymentStatus.COMPLETED, ran ? "shut down" : "shut down before it ran");
  }

  private List<Effect> fail(Deployment.Failure why) {
    failure = Optional.of(why);
    return end(DeploymentStatus.FAILED, why.message());
  }

  private List<Effect> end(DeploymentStatus ending, String detail) {
    completedAt = Optional.of(course.now);
    var effects = new ArrayList<Effect>();
    if (course.status != DeploymentStatus.SHUTTING_DOWN)
      for (var berth : course.fleet.berths()) // those that stand by
      for (var progress : berth.allocations)
          if (progress.isAlive()) effects.add(lives.shutDown(berth, progress));
    course.enter(ending, detail);
    effects.add(new Effect.Finish());
    return effects;
  }
}
