package atoll.market;

import atoll.market.Problem.Edge;
import java.util.ArrayList;
import java.util.List;

/**
 * Improves a placement by moving one node at a time to the provider that raises the whole score
 * most, until no single move does. So whatever provider a node did not get scores no better.
 */
final class Climb {
  private static final double TELLING = 1e-6;

  private final Problem problem;
  private final int[] assigned;
  private final List<List<Integer>> hosted = new ArrayList<>();

  /**
   * @param assigned a provider for every node that satisfies every constraint; -1 for nodes that
   *     take no part
   */
  Climb(Problem problem, int[] assigned) {
    this.problem = problem;
    this.assigned = assigned.clone();
    for (int p = 0; p < problem.offers.length; p++) hosted.add(List.of());
    for (int n = 0; n < assigned.length; n++)
      if (assigned[n] >= 0) hosted.set(assigned[n], with(hosted.get(assigned[n]), n));
  }

  int[] toTheTop() {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (int n = 0; n < assigned.length; n++) moved |= assigned[n] >= 0 && move(n);
    }
    return assigned.clone();
  }

  private boolean move(int node) {
    var standing = new Standing(problem, assigned, node);
    int chosen = assigned[node];
    double mostGain = standing.gain(chosen);
    var candidates = candidates(node);
    for (int p : problem.byRank) {
      if (!candidates.contains(p)) continue;
      double gain = standing.gain(p);
      if (gain > mostGain + TELLING && fitsBeside(node, p)) {
        chosen = p;
        mostGain = gain;
      }
    }
    if (chosen == assigned[node]) return false;
    hosted.set(assigned[node], without(hosted.get(assigned[node]), node));
    hosted.set(chosen, with(hosted.get(chosen), node));
    assigned[node] = chosen;
    return true;
  }

  private ProviderSet candidates(int node) {
    var candidates = problem.fitting[node].copy();
    for (Edge edge : problem.edgesOf[node]) {
      int other = assigned[edge.otherEnd(node)];
      if (other >= 0)
        candidates.retain(
            problem.rules.allowed(edge, edge.target() == node, other, problem.fitting[node]));
    }
    return candidates;
  }

  private boolean fitsBeside(int node, int provider) {
    var others = hosted.get(provider);
    if (others.isEmpty()) return true;
    if (others.size() >= problem.policy.maxNodesPerProvider()) return false;
    var room = Room.of(problem.offers[provider]);
    for (int other : others) {
      if (!room.fits(problem.nodes[other])) return false; // GPUs were dealt in another order
      room = room.with(problem.nodes[other]);
    }
    return room.fits(problem.nodes[node]);
  }

  private static List<Integer> with(List<Integer> nodes, int node) {
    var more = new ArrayList<>(nodes);
    more.add(node);
    return more;
  }

  private static List<Integer> without(List<Integer> nodes, int node) {
    return nodes.stream().filter(n -> n != node).toList();
  }
}
