package atoll.orchestrator.machine;

import atoll.actor.Handle;
import atoll.ensemble.Ensemble;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationName;
import atoll.kernel.AllocationStatus;
import atoll.kernel.LeaseId;
import atoll.kernel.NodeName;
import atoll.market.PlacementPolicy;
import atoll.protocol.TaskTermination;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A deployment's machine, told one thing after another; answers what each made it want. */
public final class Story {
  public final DeploymentMachine machine;
  public final Ensemble ensemble;
  public final List<DeploymentEvent> events = new ArrayList<>();
  final List<Effect> begun;
  private Instant now = Given.T0;
  private int attempt = 1;

  public Story(Ensemble ensemble) {
    this.ensemble = ensemble;
    machine = new DeploymentMachine(Given.ID, ensemble, PlacementPolicy.SPREAD, now);
    begun = machine.begin();
    events.addAll(machine.takeNews());
  }

  /** The same deployment after its orchestrator crashed and came back. */
  public Story(Story before) {
    ensemble = before.ensemble;
    now = before.now.plusSeconds(1);
    attempt = before.attempt;
    machine = Recalled.of(before.machine);
    begun = machine.resume(now);
    events.addAll(machine.takeNews());
    for (var effect : begun)
      if (effect instanceof Effect.CollectBids collect) attempt = collect.attempt();
  }

  List<Effect> tell(Signal signal) {
    var effects = machine.on(signal);
    Recalled.sameAs(machine);
    events.addAll(machine.takeNews());
    for (var effect : effects)
      if (effect instanceof Effect.CollectBids collect) attempt = collect.attempt();
    return effects;
  }

  public Instant later() {
    now = now.plus(Duration.ofMillis(100));
    return now;
  }

  int attempt() {
    return attempt;
  }

  public List<Effect> bids(BidRound round) {
    return tell(new Signal.BidsClosed(later(), attempt, round));
  }

  List<Effect> committed(String allocation) {
    return tell(
        new Signal.CommitAnswered(
            later(), attempt, Given.allocation(allocation), Optional.empty(), Map.of()));
  }

  List<Effect> commitRefused(String allocation, String why) {
    return tell(
        new Signal.CommitAnswered(
            later(), attempt, Given.allocation(allocation), Optional.of(why), Map.of()));
  }

  List<Effect> allocated(String node) {
    var name = new NodeName(node);
    var handles = new HashMap<AllocationName, Handle>();
    ensemble.node(name).allocations().forEach(a -> handles.put(a, Given.A));
    return tell(new Signal.AllocateAnswered(later(), attempt, name, Optional.empty(), handles));
  }

  List<Effect> started(String allocation) {
    return tell(
        new Signal.StartAnswered(
            later(), attempt, Given.allocation(allocation), run(allocation), Optional.empty()));
  }

  /** The run of an allocation that was last asked to start. */
  long run(String allocation) {
    return machine.view().allocations().stream()
        .filter(a -> a.id().manifestKey().equals(allocation))
        .mapToLong(AllocationState::run)
        .findFirst()
        .orElse(0);
  }

  List<Effect> startFailed(String allocation, String why) {
    return tell(
        new Signal.StartAnswered(
            later(), attempt, Given.allocation(allocation), run(allocation), Optional.of(why)));
  }

  public List<Effect> ended(String allocation, int code) {
    return ended(allocation, code, attempt);
  }

  public List<Effect> ended(String allocation, int code, int ofAttempt) {
    var id = Given.allocation(allocation);
    return tell(
        new Signal.AllocationEnded(
            later(),
            new TaskTermination(
                id,
                code == 0 ? AllocationStatus.COMPLETED : AllocationStatus.FAILED,
                code,
                false,
                code == 0 ? "" : "exit code " + code,
                Optional.of(lease(id, ofAttempt)))));
  }

  /** Through everything until it runs, on whoever is chosen. */
  public List<Effect> upToRunning(BidRound round) {
    var last = upToStart(round);
    var starts = new ArrayList<>(last);
    while (!starts.isEmpty()) {
      var effect = starts.removeFirst();
      if (effect instanceof Effect.Start start) starts.addAll(last = answer(start));
    }
    return last;
  }

  /** A start goes well. */
  List<Effect> answer(Effect.Start start) {
    return tell(
        new Signal.StartAnswered(
            later(), start.attempt(), start.id(), start.request().run(), Optional.empty()));
  }

  /** All the starts among these go well. */
  void answerStarts(List<Effect> effects) {
    for (var effect : effects) if (effect instanceof Effect.Start start) answer(start);
  }

  /** Whatever these ask providers for is done; until nothing more is asked. */
  void comply(List<Effect> effects, BidRound round) {
    var left = new ArrayList<>(effects);
    while (!left.isEmpty()) {
      var effect = left.removeFirst();
      left.addAll(
          switch (effect) {
            case Effect.CollectBids _ -> bids(round);
            case Effect.Commit commit ->
                tell(
                    new Signal.CommitAnswered(
                        later(),
                        commit.attempt(),
                        commit.request().allocation(),
                        Optional.empty(),
                        Map.of()));
            case Effect.Allocate allocate -> {
              var handles = new HashMap<AllocationName, Handle>();
              allocate.request().allocations().keySet().forEach(a -> handles.put(a, Given.A));
              yield tell(
                  new Signal.AllocateAnswered(
                      later(),
                      allocate.attempt(),
                      allocate.request().node(),
                      Optional.empty(),
                      handles));
            }
            case Effect.Start start -> answer(start);
            case Effect.ShutDown down ->
                tell(
                    new Signal.ShutdownAnswered(
                        later(),
                        down.request().allocation(),
                        down.request().lease().orElseThrow(),
                        true));
            case Effect.Revert revert ->
                tell(new Signal.RevertAnswered(later(), revert.attempt(), revert.node(), true));
            case Effect.RetryAfter retry -> tell(new Signal.RetryDue(later(), retry.attempt()));
            default -> List.<Effect>of();
          });
    }
  }

  /** Nothing is heard of a provider for as long as it takes to count as lost. */
  List<Effect> silence(Handle provider) {
    var all = new ArrayList<Effect>();
    for (int miss = 0; miss < Timeouts.MISSES; miss++) {
      var at = beat();
      all.addAll(
          tell(
              new Signal.StateAnswered(
                  now, Given.provider(provider), at, new Signal.Said.Nothing())));
    }
    return all;
  }

  /** Two seconds later all are asked; returns when that was. */
  Instant beat() {
    now = now.plus(Timeouts.BEAT);
    var at = now;
    asked = tell(new Signal.Beat(at));
    return at;
  }

  /** What the last beat asked providers. */
  List<Effect> asked = List.of();

  List<Effect> waitFor(Duration time) {
    now = now.plus(time);
    return tell(new Signal.Woken(now));
  }

  AllocationState state(String allocation) {
    return machine.view().allocations().stream()
        .filter(a -> a.id().manifestKey().equals(allocation))
        .findFirst()
        .orElseThrow();
  }

  List<Effect> reverted(String node) {
    return tell(new Signal.RevertAnswered(later(), attempt, new NodeName(node), true));
  }

  List<Effect> retryIsDue() {
    return tell(new Signal.RetryDue(later(), attempt));
  }

  public List<Effect> shutDown() {
    return tell(new Signal.ShutdownAsked(later()));
  }

  List<Effect> patienceIsOver() {
    return tell(new Signal.PatienceOver(later()));
  }

  public LeaseId lease(AllocationId allocation, int ofAttempt) {
    return Requests.lease(allocation, ofAttempt);
  }

  /** Through bids, commit and allocate of every node, up to the first starts. */
  public List<Effect> upToStart(BidRound round) {
    List<Effect> last = bids(round);
    for (var node : ensemble.nodes().entrySet())
      for (var allocation : node.getValue().allocations())
        last = committed(node.getKey() + "." + allocation);
    for (var node : ensemble.nodes().keySet()) last = allocated(node.value());
    return last;
  }

  /** What a provider may be told whatever became of the deployment, once each. */
  public List<Effect.Telling> oneOfEachTelling() {
    var progress = machine.course.fleet.progresses().toList();
    var requests = machine.course.requests;
    return List.of(
        new Effect.ShutDown(Given.A, requests.shutDown(progress.getFirst(), 4)),
        new Effect.Revert(2, Given.B, progress.getFirst().id.node(), requests.revert(progress, 4)),
        new Effect.HaveNothing(Given.A, requests.state(List.of(), 5, Given.T0)));
  }
}
