package atoll.market;

import atoll.market.Problem.Edge;

/** What the whole score owes to where one node is, while the others stay where they are. */
final class Standing {
  private final Problem problem;
  private final int node;
  private final int[] assigned;
  private final int[] others;
  private int providersUsed;

  Standing(Problem problem, int[] assigned, int node) {
    this.problem = problem;
    this.node = node;
    this.assigned = assigned;
    others = new int[problem.offers.length];
    for (int n = 0; n < assigned.length; n++)
      if (n != node && assigned[n] >= 0 && others[assigned[n]]++ == 0) providersUsed++;
  }

  /** The part of the score, up to what does not depend on this node. */
  double gain(int provider) {
    double gain = problem.liking(node, provider);
    boolean joins = others[provider] > 0;
    if (problem.scoring.packs() ? joins || providersUsed == 0 : !joins)
      gain += problem.scoring.companyWeight;
    for (Edge edge : problem.edgesOf[node]) {
      int other = assigned[edge.otherEnd(node)];
      if (other >= 0) gain += problem.weightOf(edge) * problem.rules.nearness(other, provider);
    }
    return gain;
  }
}
