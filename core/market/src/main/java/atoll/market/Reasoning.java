package atoll.market;

import atoll.market.Problem.Edge;
import atoll.market.Reason.BesideOthers;
import atoll.market.Reason.HostsEnough;
import java.util.ArrayList;
import java.util.List;

/** What stands against a provider for one node while the other nodes are where they are. */
final class Reasoning {
  private final Problem problem;
  private final int[] assigned;
  private final int node;
  private final List<List<Integer>> others;

  Reasoning(Problem problem, int[] assigned, int node) {
    this.problem = problem;
    this.assigned = assigned;
    this.node = node;
    others = new ArrayList<>(problem.offers.length);
    for (int p = 0; p < problem.offers.length; p++) others.add(List.of());
    for (int n = 0; n < assigned.length; n++)
      if (n != node && assigned[n] >= 0) {
        if (others.get(assigned[n]).isEmpty()) others.set(assigned[n], new ArrayList<>());
        others.get(assigned[n]).add(n);
      }
  }

  List<Reason> against(int provider) {
    var alone = Room.of(problem.offers[provider]);
    var reasons = new ArrayList<>(Matching.check(problem.nodes[node], alone));
    if (reasons.isEmpty() && !others.get(provider).isEmpty())
      collectBeside(provider, alone, reasons);
    for (Edge edge : problem.edgesOf[node]) {
      int other = assigned[edge.otherEnd(node)];
      if (other < 0) continue;
      var objection =
          edge.source() == node
              ? problem.rules.objection(edge, provider, other)
              : problem.rules.objection(edge, other, provider);
      objection.ifPresent(reasons::add);
    }
    return reasons;
  }

  private void collectBeside(int provider, Room room, List<Reason> reasons) {
    var beside = others.get(provider);
    if (beside.size() >= problem.policy.maxNodesPerProvider()) {
      reasons.add(new HostsEnough(beside.size()));
      return;
    }
    var lacking = new ArrayList<Reason>();
    for (int other : beside)
      if (lacking.isEmpty() && room.fits(problem.nodes[other]))
        room = room.with(problem.nodes[other]);
      else room.collect(problem.nodes[other], lacking); // its GPUs were dealt in another order
    if (lacking.isEmpty()) room.collect(problem.nodes[node], lacking);
    var names = beside.stream().map(n -> problem.nodes[n].node()).toList();
    lacking.forEach(reason -> reasons.add(new BesideOthers(names, reason)));
  }
}
