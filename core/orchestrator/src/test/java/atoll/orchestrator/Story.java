package atoll.orchestrator;

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
final class Story {
  final DeploymentMachine machine;
  final Ensemble ensemble;
  final List<DeploymentEvent> events = new ArrayList<>();
  final List<Effect> begun;
  private Instant now = Given.T0;
  private int attempt = 1;

  Story(Ensemble ensemble) {
    this.ensemble = ensemble;
    machine = new DeploymentMachine(Given.ID, ensemble, PlacementPolicy.SPREAD, now);
    begun = machine.begin();
    events.addAll(machine.takeNews());
  }

  List<Effect> tell(Signal signal) {
    var effects = machine.on(signal);
    events.addAll(machine.takeNews());
    for (var effect : effects)
      if (effect instanceof Effect.CollectBids(var number, _)) attempt = number;
    return effects;
  }

  Instant later() {
    now = now.plus(Duration.ofMillis(100));
    return now;
  }

  int attempt() {
    return attempt;
  }

  List<Effect> bids(BidRound round) {
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
        new Signal.StartAnswered(later(), attempt, Given.allocation(allocation), Optional.empty()));
  }

  List<Effect> startFailed(String allocation, String why) {
    return tell(
        new Signal.StartAnswered(later(), attempt, Given.allocation(allocation), Optional.of(why)));
  }

  List<Effect> ended(String allocation, int code) {
    return ended(allocation, code, attempt);
  }

  List<Effect> ended(String allocation, int code, int ofAttempt) {
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

  List<Effect> reverted(String node) {
    return tell(new Signal.RevertAnswered(later(), attempt, new NodeName(node)));
  }

  List<Effect> retryIsDue() {
    return tell(new Signal.RetryDue(later(), attempt));
  }

  List<Effect> shutDown() {
    return tell(new Signal.ShutdownAsked(later()));
  }

  List<Effect> patienceIsOver() {
    return tell(new Signal.PatienceOver(later()));
  }

  LeaseId lease(AllocationId allocation, int ofAttempt) {
    return new Requests(Given.ID, ensemble).lease(allocation, ofAttempt);
  }

  /** Through bids, commit and allocate of every node, up to the first starts. */
  List<Effect> upToStart(BidRound round) {
    List<Effect> last = bids(round);
    for (var node : ensemble.nodes().entrySet())
      for (var allocation : node.getValue().allocations())
        last = committed(node.getKey() + "." + allocation);
    for (var node : ensemble.nodes().keySet()) last = allocated(node.value());
    return last;
  }
}
