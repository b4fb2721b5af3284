package atoll.market;

import atoll.kernel.NodeName;
import atoll.market.Problem.Edge;
import atoll.market.Reason.Outscored;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A provider for every node that satisfies every constraint as far as it is known. No single node
 * could be moved to a better provider. Explanations are worked out when they are asked for, so they
 * cost nothing until then; a placement is for one thread at a time.
 */
public final class Placement {
  private final Problem problem;
  private final int[] assigned;
  private final boolean provedBest;
  private final SequencedMap<NodeName, ProviderId> providers;

  Placement(Problem problem, int[] assigned, boolean provedBest) {
    this.problem = problem;
    this.assigned = assigned.clone();
    this.provedBest = provedBest;
    var byName = new LinkedHashMap<NodeName, ProviderId>();
    for (int n = 0; n < assigned.length; n++)
      byName.put(problem.nodes[n].node(), offer(n).provider());
    providers = Collections.unmodifiableSequencedMap(byName);
  }

  /** The provider of each node, by name of node. */
  public SequencedMap<NodeName, ProviderId> providers() {
    return providers;
  }

  public ProviderId providerOf(NodeName node) {
    return offer(numberOf(node)).provider();
  }

  public Offer offerFor(NodeName node) {
    return offer(numberOf(node));
  }

  /** The sum of all nodes' scores. */
  public double score() {
    return providers.keySet().stream().mapToDouble(node -> score(node).total()).sum();
  }

  public Score score(NodeName name) {
    int node = numberOf(name);
    int provider = assigned[node];
    int together = (int) Arrays.stream(assigned).filter(p -> p == provider).count();
    return problem.scoring.score(
        offer(node), problem.usedShare(node, provider), together, locality(node));
  }

  /** Whether every other placement was ruled out or found no better. */
  public boolean isProvedBest() {
    return provedBest;
  }

  /** The links that edges put bounds on and that nobody measured yet, or not wholly. */
  public SortedSet<Link> unmeasured() {
    var links = new TreeSet<Link>();
    for (Edge edge : problem.edges) {
      int source = assigned[edge.source()];
      int target = assigned[edge.target()];
      if (problem.rules.needsMeasuring(edge, source, target))
        links.add(problem.rules.link(source, target));
    }
    return Collections.unmodifiableSortedSet(links);
  }

  /** Why not the others: one explanation for each provider that the node did not get. */
  public Stream<Explanation> explain(NodeName name) {
    int node = numberOf(name);
    var reasoning = new Reasoning(problem, assigned, node);
    var standing = new Standing(problem, assigned, node);
    double gained = standing.gain(assigned[node]);
    return IntStream.range(0, problem.offers.length)
        .filter(p -> p != assigned[node])
        .mapToObj(p -> {
          var reasons = reasoning.against(p);
          return new Explanation(
              problem.offers[p].provider(),
              name,
              reasons.isEmpty()
                  ? List.of(
                      new Outscored(offer(node).provider(), Math.max(0, gained - standing.gain(p))))
                  : reasons);
        });
  }

  /** The same for every node. */
  public Stream<Explanation> explain() {
    return providers.keySet().stream().flatMap(this::explain);
  }

  private double locality(int node) {
    return Arrays.stream(problem.edgesOf[node])
        .mapToDouble(edge -> problem.rules.nearness(assigned[edge.otherEnd(node)], assigned[node]))
        .average()
        .orElse(1);
  }

  private Offer offer(int node) {
    return problem.offers[assigned[node]];
  }

  private int numberOf(NodeName node) {
    for (int n = 0; n < problem.nodes.length; n++)
      if (problem.nodes[n].node().equals(node)) return n;
    throw new IllegalArgumentException("node " + node + " is not in this placement");
  }

  @Override
  public String toString() {
    return "Placement" + providers;
  }
}
