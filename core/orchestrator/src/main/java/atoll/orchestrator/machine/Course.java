package atoll.orchestrator.machine;

import atoll.actor.Handle;
import atoll.ensemble.Ensemble;
import atoll.ensemble.NodeSpec;
import atoll.kernel.AllocationId;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.NodeName;
import atoll.market.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the parts of one deployment's machine have in common: what is asked for, what there is, and
 * how far it has come. Belongs to the machine's thread.
 */
final class Course {
  final EnsembleId id;
  final Instant createdAt;
  final Chronicle chronicle = new Chronicle();
  final Fleet fleet = new Fleet();

  /** Every ensemble that something here was made of, by number. */
  final TreeMap<Integer, Ensemble> versions = new TreeMap<>();

  int version = 1;
  Ensemble asked;
  Standbys standbys;
  Requests requests;
  Instant now;
  DeploymentStatus status = DeploymentStatus.PREPARING;

  /** Grows with every try at placing anything, and whenever this is taken up again. */
  long epoch;

  /** The number of the last try at placing; leases are named after it. */
  int attempt;

  Course(EnsembleId id, Ensemble asked, Instant createdAt) {
    this.id = id;
    this.createdAt = createdAt;
    this.now = createdAt;
    this.asked = asked;
    this.standbys = Standbys.of(asked);
    this.requests = new Requests(id, standbys.ensemble());
    versions.put(version, asked);
  }

  /** Its number from now on. */
  int remember(Ensemble ensemble) {
    int number = versions.lastKey() + 1;
    versions.put(number, ensemble);
    return number;
  }

  void become(Ensemble other) {
    version = remember(other);
    goBy(other);
  }

  private void goBy(Ensemble other) {
    asked = other;
    standbys = Standbys.of(other);
    requests = new Requests(id, standbys.ensemble());
  }

  /** As it was when it was remembered. */
  static Course recalled(
      EnsembleId id, Instant createdAt, Map<Integer, Ensemble> versions, int version) {
    var course = new Course(id, Objects.requireNonNull(versions.get(version)), createdAt);
    course.versions.clear();
    course.versions.putAll(versions);
    course.version = version;
    return course;
  }

  void enter(DeploymentStatus next, String detail) {
    if (status == next) return;
    status = next;
    chronicle.status(now, next, detail);
  }

  int nextAttempt() {
    epoch++;
    return ++attempt;
  }

  /** A node that is to be at a provider, with nothing done yet. */
  Berth plan(NodeName node, ProviderId provider, Handle handle) {
    var spec = standbys.ensemble().node(node);
    var allocations = new ArrayList<AllocationProgress>();
    for (var name : StartOrder.of(asked))
      if (spec.allocations().contains(name)) {
        var progress =
            new AllocationProgress(new AllocationId(id, node, name), asked.allocation(name));
        progress.provider = Optional.of(provider);
        progress.changedAt = now;
        progress.make = requests.make(node, name);
        progress.version = version;
        allocations.add(progress);
      }
    return new Berth(node, provider, handle, allocations);
  }

  /**
   * Whether a node is to run elsewhere when its machine is lost, and its tasks so perhaps twice.
   */
  boolean redeploys(NodeName node) {
    return standbys.ensemble().node(node).failureRecovery() == NodeSpec.FailureRecovery.REDEPLOY;
  }

  /** What ends an allocation where it is. */
  Effect shutDown(Berth berth, AllocationProgress progress) {
    return new Effect.ShutDown(berth.handle, requests.shutDown(progress, epoch));
  }

  /** What has the machine look again at what is due then, or at once if that is past. */
  Effect wakeAt(Instant at) {
    var left = Duration.between(now, at);
    return new Effect.WakeAfter(left.isNegative() ? Duration.ZERO : left);
  }
}
