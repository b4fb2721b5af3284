package atoll.market;

import atoll.ensemble.EdgeConstraint;
import atoll.market.PlacementOutcome.NeedsMeasurement;
import atoll.market.PlacementOutcome.NotPlaced;
import atoll.market.PlacementOutcome.Placed;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Finds a provider for every node of an ensemble (DMS §7.4, better as §15.3.6 asks). The same input
 * in any order, with the same seed, gives the same answer.
 */
public final class PlacementSearch {
  private PlacementSearch() {}

  /**
   * @param offers one for each provider
   * @param edges between nodes that are demanded
   * @param links what was measured so far
   * @param seed decides between providers that are equally good
   * @throws IllegalArgumentException if nothing is demanded, a node is demanded twice, an edge
   *     names an unknown node, or a provider has two offers
   */
  public static PlacementOutcome search(
      List<Demand> demands,
      Collection<Offer> offers,
      List<EdgeConstraint> edges,
      Links links,
      PlacementPolicy policy,
      long seed) {
    if (demands.isEmpty()) throw new IllegalArgumentException("nothing is demanded");
    var problem = new Problem(demands, offers, edges, links, policy, seed);
    var tree = new Tree(problem, everyNode(problem), policy.effort()).search();
    if (tree.found()) return found(problem, tree);
    return new NotPlaced(new Diagnosis(problem, tree, links, seed).refusal());
  }

  private static PlacementOutcome found(Problem problem, Tree tree) {
    var placement =
        new Placement(problem, new Climb(problem, tree.best()).toTheTop(), !tree.cutShort());
    var unmeasured = placement.unmeasured();
    return unmeasured.isEmpty()
        ? new Placed(placement)
        : new NeedsMeasurement(placement, unmeasured);
  }

  static boolean[] everyNode(Problem problem) {
    var all = new boolean[problem.nodes.length];
    Arrays.fill(all, true);
    return all;
  }
}
