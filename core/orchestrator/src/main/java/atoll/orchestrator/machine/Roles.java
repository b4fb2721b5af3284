package atoll.orchestrator.machine;

import static atoll.orchestrator.machine.AllocationProgress.Phase.ALLOCATED;
import static atoll.orchestrator.machine.AllocationProgress.Phase.ENDED;

import atoll.kernel.AllocationId;
import atoll.kernel.NodeName;
import atoll.market.ProviderId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What each node of a deployment is to do: run, or stand by for one that does (DMS §6.4). Belongs
 * to the deployment's machine.
 */
final class Roles {
  private final Course course;

  /** Which of a group runs, where it is not the node of the file itself. */
  private final Map<NodeName, NodeName> active = new TreeMap<>();

  /** Where a node failed last; it comes there again only if nobody else will do. */
  private final Map<NodeName, ProviderId> failedOn = new TreeMap<>();

  Roles(Course course) {
    this.course = course;
  }

  Map<NodeName, NodeName> active() {
    return active;
  }

  boolean isActive(NodeName node) {
    var group = course.standbys.groupOf(node);
    return active.getOrDefault(group, group).equals(node);
  }

  void failed(Berth berth) {
    failedOn.put(berth.node, berth.provider);
  }

  Optional<ProviderId> failedOn(NodeName node) {
    return Optional.ofNullable(failedOn.get(node));
  }

  /**
   * Providers that each node must not come to: those to be left, its group's others, and its own if
   * it is to run beside itself.
   */
  Map<NodeName, Set<ProviderId>> apart(
      Purpose purpose, Set<NodeName> nodes, Set<ProviderId> unwanted) {
    var apart = new HashMap<NodeName, Set<ProviderId>>();
    for (var node : nodes) {
      var others = new HashSet<>(unwanted);
      for (var member : course.standbys.members(course.standbys.groupOf(node)))
        if (!member.equals(node) || purpose == Purpose.BESIDE)
          course.fleet.at(member).ifPresent(berth -> others.add(berth.provider));
      apart.put(node, others);
    }
    return apart;
  }

  /**
   * Nodes that have no place, those that should run first.
   *
   * @param except nodes that get theirs in another way
   */
  List<NodeName> missing(Set<NodeName> except) {
    var running = new ArrayList<NodeName>();
    var standing = new ArrayList<NodeName>();
    for (var node : course.standbys.ensemble().nodes().keySet()) {
      var group = course.standbys.groupOf(node);
      if (except.contains(group) || course.fleet.at(node).isPresent()) continue;
      if (isActive(node)) running.add(node);
      else if (course.fleet.at(active.getOrDefault(group, group)).isPresent()) standing.add(node);
    }
    return running.isEmpty() ? standing : running;
  }

  boolean hasStandby(NodeName node, Watch watch) {
    return standby(node, watch).isPresent();
  }

  /** One that stands by for {@code node} and could run at once. */
  private Optional<Berth> standby(NodeName node, Watch watch) {
    if (!isActive(node)) return Optional.empty();
    return course.standbys.members(course.standbys.groupOf(node)).stream()
        .filter(member -> !member.equals(node))
        .flatMap(member -> course.fleet.at(member).stream())
        .filter(berth -> !berth.leaving && !watch.isLost(berth.provider))
        .filter(berth -> berth.allocations.stream().allMatch(p -> p.phase == ALLOCATED))
        .findFirst();
  }

  /** Has one that stands by run instead, under a new epoch; {@code node} stands by from now on. */
  void promoteStandby(NodeName node, Watch watch) {
    standby(node, watch)
        .ifPresent(berth -> {
          course.epoch++;
          active.put(course.standbys.groupOf(node), berth.node);
        });
  }

  // --- all together

  boolean allEnded() {
    for (var node : course.standbys.ensemble().nodes().keySet()) {
      if (!isActive(node)) continue;
      var berth = course.fleet.at(node);
      if (berth.isEmpty() || !berth.get().allocations.stream().allMatch(p -> p.phase == ENDED))
        return false;
    }
    return true;
  }

  Optional<AllocationProgress> lostService() {
    return inStartOrder().stream().filter(p -> isActive(p.id.node()) && p.isService()).findFirst();
  }

  List<AllocationState> views() {
    return inStartOrder().stream().map(p -> p.view(standing(p.id.node()))).toList();
  }

  private Optional<AllocationState.Standby> standing(NodeName node) {
    if (!course.standbys.isRedundant(node)) return Optional.empty();
    var group = course.standbys.groupOf(node);
    return Optional.of(
        new AllocationState.Standby(
            group, !isActive(node), course.standbys.members(group).indexOf(node)));
  }

  private List<AllocationProgress> inStartOrder() {
    var ordered = new ArrayList<AllocationProgress>();
    for (var name : StartOrder.of(course.asked))
      for (var node : course.standbys.ensemble().nodes().entrySet()) {
        if (!node.getValue().allocations().contains(name)) continue;
        var known = course.fleet.at(node.getKey()).flatMap(berth -> berth.find(name));
        ordered.add(
            known.orElseGet(() ->
                new AllocationProgress(
                    new AllocationId(course.id, node.getKey(), name),
                    course.asked.allocation(name))));
      }
    return ordered;
  }
}
