package atoll.market;

import atoll.ensemble.EdgeConstraint;
import atoll.kernel.NodeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Tries every assignment, and knows the rules in the plainest way: the judge of the real search.
 */
final class BruteForce {
  private final RandomWorld world;

  BruteForce(RandomWorld world) {
    this.world = world;
  }

  boolean anyPlacement() {
    return tryFrom(0, new HashMap<>());
  }

  private boolean tryFrom(int node, Map<NodeName, Offer> chosen) {
    if (node == world.demands().size()) return problems(chosen).isEmpty();
    var demand = world.demands().get(node);
    for (var offer : world.offers()) {
      if (!Matching.check(demand, offer).isEmpty()) continue;
      chosen.put(demand.node(), offer);
      if (tryFrom(node + 1, chosen)) return true;
      chosen.remove(demand.node());
    }
    return false;
  }

  /** Every rule that an assignment breaks; a link that was not measured breaks none. */
  List<String> problems(Map<NodeName, Offer> chosen) {
    var problems = new ArrayList<String>();
    for (var demand : world.demands())
      for (var reason : Matching.check(demand, offerOf(chosen, demand.node())))
        problems.add(demand.node() + ": " + reason.sentence());
    for (var offer : world.offers()) collectShared(chosen, offer, problems);
    for (var edge : world.edges()) collectEdge(chosen, edge, problems);
    return problems;
  }

  private void collectShared(Map<NodeName, Offer> chosen, Offer offer, List<String> problems) {
    var here = world.demands().stream().filter(d -> offerOf(chosen, d.node()) == offer).toList();
    long cpu = here.stream().mapToLong(d -> d.resources().cpu().millicores()).sum();
    long memory = here.stream().mapToLong(d -> d.resources().memory().bytes()).sum();
    long disk = here.stream().mapToLong(d -> d.resources().disk().bytes()).sum();
    if (cpu > offer.free().cpu().millicores()) problems.add("cpu of " + offer.provider());
    if (memory > offer.free().memory().bytes()) problems.add("memory of " + offer.provider());
    if (disk > offer.free().disk().bytes()) problems.add("disk of " + offer.provider());
    if (here.size() > world.policy().maxNodesPerProvider())
      problems.add("nodes on " + offer.provider());
    var ports = here.stream().flatMap(d -> d.staticPorts().stream()).toList();
    if (new HashSet<>(ports).size() < ports.size()) problems.add("port twice");
    long ofRange =
        ports.stream().filter(offer.ports()::isInRange).count()
            + here.stream().mapToLong(Demand::dynamicPorts).sum();
    if (ofRange > offer.ports().free()) problems.add("ports of " + offer.provider());
  }

  private void collectEdge(
      Map<NodeName, Offer> chosen, EdgeConstraint edge, List<String> problems) {
    var from = offerOf(chosen, edge.source());
    var to = offerOf(chosen, edge.target());
    if (from == to) return;
    var measured = world.measured().get(new Link(from.provider(), to.provider()));
    edge.rttMillis()
        .ifPresent(limit -> {
          var start = from.whereabouts(Gazetteer.builtIn());
          var end = to.whereabouts(Gazetteer.builtIn());
          if (start.isPresent()
              && end.isPresent()
              && start.get().leastRoundTripMillis(end.get(), 0.67) > limit)
            problems.add("too far: " + edge);
          if (measured != null && measured.rttMillis() > limit) problems.add("too slow: " + edge);
        });
    edge.bandwidthKbps()
        .ifPresent(floor -> {
          if (measured != null
              && measured.bandwidthKbps().isPresent()
              && measured.bandwidthKbps().getAsLong() < floor) problems.add("too narrow: " + edge);
        });
  }

  private static Offer offerOf(Map<NodeName, Offer> chosen, NodeName node) {
    var offer = chosen.get(node);
    if (offer == null) throw new AssertionError("node " + node + " has no provider");
    return offer;
  }
}
