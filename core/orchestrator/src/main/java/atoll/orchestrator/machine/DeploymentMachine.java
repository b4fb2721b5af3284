package atoll.orchestrator.machine;

import atoll.actor.Handle;
import atoll.ensemble.Ensemble;
import atoll.identity.Did;
import atoll.kernel.AllocationId;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.market.PlacementPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The life of one deployment (DMS §7.1, §7.4): told what happened, it says what to do next. Reads
 * no clock and touches no network, so the same signals always lead to the same end. Belongs to one
 * thread, that of its driver.
 */
public final class DeploymentMachine {
  final Course course;
  final Watch watch = new Watch();
  final Supervision supervision = new Supervision();
  final Roles roles;
  final Places places;
  final Changes changes;
  final Ending ending;
  private final Lives lives;
  private final Leaving leaving;
  private final Coping coping;
  private final Providers providers;
  private final NextSteps nextSteps;

  /** Of a deployment that was just born. */
  public DeploymentMachine(
      EnsembleId id, Ensemble ensemble, PlacementPolicy policy, Instant createdAt) {
    this(new Course(id, ensemble, createdAt), policy);
  }

  DeploymentMachine(Course course, PlacementPolicy policy) {
    this.course = course;
    leaving = new Leaving(course);
    lives = new Lives(course);
    roles = new Roles(course);
    places = new Places(course, roles, watch, policy);
    changes = new Changes(course, places, leaving);
    ending = new Ending(course, roles, places, changes, leaving);
    var remedies = new Remedies(course, supervision, roles, watch, places, leaving, ending);
    coping = new Coping(course, supervision, roles, places, remedies);
    providers = new Providers(course, watch, lives, supervision, roles, places, leaving, remedies);
    nextSteps = new NextSteps(course, watch, lives, roles, places, leaving, changes, ending);
  }

  /** The first step. */
  public List<Effect> begin() {
    course.chronicle.status(course.now, course.status, "");
    var effects = new ArrayList<>(places.begin(Purpose.FIRST, course.asked.nodes().keySet()));
    effects.add(new Effect.BeatAfter(Timeouts.BEAT));
    return effects;
  }

  /** What to do now that this happened; nothing if it is late or repeated. */
  public List<Effect> on(Signal signal) {
    if (course.status.ended()) return List.of();
    course.now = signal.at();
    var effects = new ArrayList<>(take(signal));
    boolean roomCame =
        signal instanceof Signal.AllocationEnded ended
            && lives.ended(ended.report())
            && course.status != DeploymentStatus.SHUTTING_DOWN;
    settle(effects);
    if (roomCame && !course.status.ended()) effects.add(new Effect.RoomCame());
    return effects;
  }

  private List<Effect> take(Signal signal) {
    return switch (signal) {
      case Signal.OfPlacing answer -> places.take(answer);
      case Signal.StartAnswered answer -> lives.started(answer);
      case Signal.HealthAnswered answer -> lives.healthAnswered(answer);
      case Signal.StateAnswered answer -> providers.heard(answer);
      case Signal.Beat _ -> providers.beat();
      case Signal.Woken _ -> changes.giveUpOnTime(course.now);
      case Signal.UpdateAsked asked -> changes.begin(asked);
      case Signal.PatienceOver _ -> places.patienceOver();
      case Signal.ShutdownAsked _ -> ending.shutDown();
      case Signal.ShutdownAnswered answered -> {
        ending.wentDown(answered);
        yield List.of();
      }
      case Signal.DrainAsked drain -> {
        watch.drain(drain.provider());
        yield List.of();
      }
      case Signal.AllocationEnded _ -> List.of();
    };
  }

  /** Does whatever can be done now, until nothing more can. */
  private void settle(List<Effect> effects) {
    boolean more = true;
    while (more && !course.status.ended()) {
      var trouble = lives.nextTrouble();
      if (trouble.isPresent()) effects.addAll(coping.cope(trouble.get()));
      else {
        effects.addAll(nextSteps.startActive());
        var step = nextSteps.finishPlacing().or(nextSteps::begin);
        step.ifPresent(effects::addAll);
        more = step.isPresent();
      }
    }
    if (!course.status.ended()) effects.addAll(ending.endIfAllEnded());
  }

  /**
   * What to do first after everything was forgotten but the record. Commands of before count as
   * old; what they began is finished or given back.
   */
  public List<Effect> resume(Instant now) {
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
      progress.notBefore.ifPresent(at -> effects.add(course.wakeAt(at)));
    }
    changes.current().ifPresent(change -> effects.add(course.wakeAt(change.deadline)));
    effects.addAll(leaving.endEnded());
    if (course.status == DeploymentStatus.SHUTTING_DOWN) effects.addAll(ending.takeDown());
    else if (places.current().isPresent()) effects.addAll(places.current().get().resume());
    else if (course.status == DeploymentStatus.PREPARING) effects.addAll(begin());
    settle(effects);
    return effects;
  }

  /** Goes on explaining what it explained before it was forgotten. */
  public void recall(Why why) {
    places.recall(why);
  }

  // --- views

  public DeploymentStatus status() {
    return course.status;
  }

  /** When what was last told happened. */
  public Instant now() {
    return course.now;
  }

  /** Grows with every try at placing anything, and whenever the deployment is taken up again. */
  public long epoch() {
    return course.epoch;
  }

  /** Every ensemble that something here was made of, by number. */
  public SortedMap<Integer, Ensemble> ensembles() {
    return Collections.unmodifiableSortedMap(course.versions);
  }

  public Difference differenceTo(Ensemble target) {
    return Difference.between(course, target);
  }

  /** Why it was last placed as it is, or could not be. */
  public Why why() {
    return places.why();
  }

  /** The events since this was last asked. */
  public List<DeploymentEvent> takeNews() {
    return course.chronicle.take();
  }

  public Deployment view() {
    return new Deployment(
        course.id,
        course.status,
        course.createdAt,
        course.chronicle.lastAt(),
        ending.completedAt(),
        course.asked.metadata(),
        roles.views(),
        ending.failure(),
        places.why(),
        course.chronicle.last());
  }

  /** Where an allocation's provider node is; empty until it is made there. */
  public Optional<Handle> providerOf(AllocationId allocation) {
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
  public boolean isOn(AllocationId allocation, Did provider) {
    return course.fleet.berths().stream()
        .anyMatch(b -> b.node.equals(allocation.node()) && b.handle.did().equals(provider));
  }

  /** The try that found no room and waits for some; empty if it does not wait. */
  public Optional<Integer> waitingAttempt() {
    boolean waits = places.current().filter(p -> p.stage() == Stage.WAITING).isPresent();
    return waits && !course.status.ended() ? Optional.of(course.attempt) : Optional.empty();
  }
}
