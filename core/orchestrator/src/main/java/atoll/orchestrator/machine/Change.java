package atoll.orchestrator.machine;

import atoll.ensemble.Ensemble;
import atoll.ensemble.NodeSpec;
import atoll.kernel.AllocationName;
import atoll.kernel.NodeName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A running deployment on its way to another ensemble (DMS §7.10; planned and undone, §15.3.5).
 * What is the same is not touched. New nodes come first, then one changed node after the other,
 * each beside its old self if there is room elsewhere, else in its place; what is no longer wanted
 * ends last. If anything fails, the way leads back. Only what is and what should be decide the next
 * step, so a way that was cut off goes on anywhere.
 */
final class Change {
  final Ensemble before;
  final Ensemble target;

  /** Their numbers among the deployment's ensembles. */
  final int beforeVersion;

  final int targetVersion;
  final Instant deadline;

  /** Why it goes back, if it does. */
  Optional<String> back;

  /** Nodes for which there is no room elsewhere. */
  final Set<NodeName> inPlace = new LinkedHashSet<>();

  Change(
      Course course,
      int beforeVersion,
      int targetVersion,
      Instant deadline,
      Optional<String> back) {
    this.beforeVersion = beforeVersion;
    this.targetVersion = targetVersion;
    this.before = Objects.requireNonNull(course.versions.get(beforeVersion));
    this.target = Objects.requireNonNull(course.versions.get(targetVersion));
    this.deadline = deadline;
    this.back = back;
  }

  static Change begin(Course course, Ensemble target, Instant deadline) {
    var change =
        new Change(course, course.version, course.remember(target), deadline, Optional.empty());
    course.become(change.union());
    return change;
  }

  /** What to do next. */
  sealed interface Step {
    /** New nodes, or one that changes, are placed while everything goes on. */
    record Beside(Set<NodeName> nodes, boolean added) implements Step {}

    /** What changed of a node is ended where it is, and made again there. */
    record InPlace(Berth berth) implements Step {}

    record Ended(String detail) implements Step {}
  }

  /** What it is to become: the target, or what was before. */
  Ensemble goal() {
    return back.isPresent() ? before : target;
  }

  /** The goal, and what only the other side has: it runs until the end. */
  Ensemble union() {
    var goal = goal();
    var other = back.isPresent() ? target : before;
    var allocations = new LinkedHashMap<>(goal.allocations());
    other.allocations().forEach(allocations::putIfAbsent);
    var nodes = new LinkedHashMap<>(goal.nodes());
    other.nodes().forEach(nodes::putIfAbsent);
    return new Ensemble(
        allocations,
        nodes,
        goal.edges(),
        goal.supervisor(),
        goal.keys(),
        goal.scripts(),
        goal.joinSubnet(),
        goal.excludedPeers(),
        goal.metadata(),
        goal.contracts(),
        goal.escalation());
  }

  /**
   * Nodes that only the goal has, and those of the other side on the way back: not yet or no more.
   */
  Set<NodeName> added() {
    var added = new LinkedHashSet<>(target.nodes().keySet());
    added.removeAll(before.nodes().keySet());
    return added;
  }

  Step next(Course course) {
    if (back.isEmpty()) {
      var missing = new LinkedHashSet<>(added());
      missing.removeIf(node -> course.fleet.at(node).isPresent());
      if (!missing.isEmpty()) return new Step.Beside(missing, true);
    }
    for (var node : nodes().keySet()) {
      var berth = course.fleet.at(node);
      if (berth.isEmpty() || conforms(course, berth.get())) continue;
      return inPlace.contains(node) || !changesAltogether(course, berth.get())
          ? new Step.InPlace(berth.get())
          : new Step.Beside(Set.of(node), false);
    }
    return new Step.Ended(back.map(why -> "not changed: " + why).orElse("changed"));
  }

  /** There is no room elsewhere, or what came did not come to run. */
  void notPlaced(Placing given, String why, Course course) {
    boolean ranNowhere = given.refusal().isPresent();
    if (given.purpose == Purpose.BESIDE && ranNowhere && given.setbacks() == 0)
      inPlace.addAll(given.nodes);
    else if (back.isEmpty()) goBack(why, course);
  }

  void goBack(String why, Course course) {
    if (back.isPresent()) return;
    back = Optional.of(why);
    course.become(union());
  }

  /** Whether a node is what the goal says, apart from when it is restarted or doubled. */
  private boolean conforms(Course course, Berth berth) {
    return sameCompany(berth)
        && berth.allocations.stream()
            .allMatch(p ->
                p.attempt > 0
                    && p.make.equals(course.requests.make(berth.node, p.id.allocation())));
  }

  private boolean sameCompany(Berth berth) {
    var names = berth.allocations.stream().map(p -> p.id.allocation()).toList();
    var wanted = wantedOf(berth);
    return names.size() == wanted.size() && names.containsAll(wanted);
  }

  /** The goal's nodes, and those that stand by for them. */
  private Map<NodeName, NodeSpec> nodes() {
    return Standbys.of(goal()).ensemble().nodes();
  }

  private List<AllocationName> wantedOf(Berth berth) {
    var spec = nodes().get(berth.node);
    return spec == null ? List.of() : spec.allocations();
  }

  private boolean changesAltogether(Course course, Berth berth) {
    return berth.allocations.stream().noneMatch(p -> isSame(course, berth, p));
  }

  private boolean isSame(Course course, Berth berth, AllocationProgress progress) {
    var name = progress.id.allocation();
    return progress.attempt > 0
        && wantedOf(berth).contains(name)
        && progress.make.equals(course.requests.make(berth.node, name));
  }

  /** Whether a node needs nothing but that what is planned of it is made. */
  boolean isPlanned(Course course, Berth berth) {
    return nodes().containsKey(berth.node)
        && sameCompany(berth)
        && berth.allocations.stream().anyMatch(p -> p.attempt == 0)
        && berth.allocations.stream()
            .allMatch(p -> p.make.equals(course.requests.make(berth.node, p.id.allocation())));
  }

  /** What of a node has to end, since it changes or goes. */
  List<AllocationProgress> outdated(Course course, Berth berth) {
    return berth.allocations.stream().filter(p -> !isSame(course, berth, p)).toList();
  }

  /** The same node with what stays and what is to be made. */
  Berth renewed(Course course, Berth berth) {
    var allocations = new ArrayList<AllocationProgress>();
    for (var planned : course.plan(berth.node, berth.provider, berth.handle).allocations) {
      AllocationName name = planned.id.allocation();
      if (wantedOf(berth).contains(name))
        allocations.add(berth.find(name).filter(p -> isSame(course, berth, p)).orElse(planned));
    }
    return new Berth(berth.node, berth.provider, berth.handle, allocations);
  }

  /** What the goal does not have. */
  List<Berth> surplus(Course course) {
    var wanted = nodes().keySet();
    return course.fleet.berths().stream().filter(b -> !wanted.contains(b.node)).toList();
  }
}
