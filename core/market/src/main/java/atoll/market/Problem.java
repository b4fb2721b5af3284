package atoll.market;

import atoll.ensemble.EdgeConstraint;
import atoll.kernel.NodeName;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One question to the market, with nodes, providers and edges numbered in an order that does not
 * depend on the order in which they came: nodes and providers by name. A seed decides between
 * providers that are equally good. Knows what each node, provider and edge is by itself; who is
 * where is the business of {@link Tree} and {@link Climb}.
 */
final class Problem {
  final Demand[] nodes;
  final Offer[] offers;
  final Edge[] edges;

  /** Edges that touch each node. */
  final Edge[][] edgesOf;

  /** For each node, the providers that fit it by themselves. */
  final ProviderSet[] fitting;

  /** A provider's place in the seed's order, and back. */
  final int[] rank;

  final int[] byRank;
  final PlacementPolicy policy;
  final Scoring scoring;
  final EdgeRules rules;
  private final double[] ofProvider;
  private final Map<ProviderId, Integer> numberOf = new HashMap<>();

  Problem(
      List<Demand> demands,
      Collection<Offer> offered,
      List<EdgeConstraint> constraints,
      Links links,
      PlacementPolicy policy,
      long seed) {
    this.policy = policy;
    nodes = demands.stream().sorted(Comparator.comparing(Demand::node)).toArray(Demand[]::new);
    offers = offered.stream().sorted(Comparator.comparing(Offer::provider)).toArray(Offer[]::new);
    for (int p = 0; p < offers.length; p++)
      if (numberOf.put(offers[p].provider(), p) != null)
        throw new IllegalArgumentException("two offers of provider " + offers[p].provider());
    edges = numbered(constraints);
    edgesOf =
        IntStream.range(0, nodes.length)
            .mapToObj(n -> Arrays.stream(edges).filter(e -> e.touches(n)).toArray(Edge[]::new))
            .toArray(Edge[][]::new);
    rules = new EdgeRules(offers, links, policy.signalSpeed());
    scoring = new Scoring(policy);
    ofProvider = Arrays.stream(offers).mapToDouble(scoring::ofProvider).toArray();
    byRank = Ties.order(offers, seed);
    rank = new int[offers.length];
    for (int i = 0; i < byRank.length; i++) rank[byRank[i]] = i;
    fitting = fitting();
  }

  private Edge[] numbered(List<EdgeConstraint> constraints) {
    var numbers = new HashMap<NodeName, Integer>();
    for (int n = 0; n < nodes.length; n++)
      if (numbers.put(nodes[n].node(), n) != null)
        throw new IllegalArgumentException("two demands for node " + nodes[n].node());
    var sorted =
        constraints.stream()
            .sorted(
                Comparator.comparing(EdgeConstraint::source)
                    .thenComparing(EdgeConstraint::target)
                    .thenComparingLong(e -> e.rttMillis().orElse(Long.MAX_VALUE))
                    .thenComparingLong(e -> e.bandwidthKbps().orElse(0)))
            .toList();
    return IntStream.range(0, sorted.size())
        .mapToObj(i ->
            new Edge(
                i,
                number(numbers, sorted.get(i).source()),
                number(numbers, sorted.get(i).target()),
                sorted.get(i)))
        .toArray(Edge[]::new);
  }

  private static int number(Map<NodeName, Integer> numbers, NodeName node) {
    Integer number = numbers.get(node);
    if (number == null)
      throw new IllegalArgumentException("an edge names node " + node + ", which nobody demands");
    return number;
  }

  private ProviderSet[] fitting() {
    var rooms = Arrays.stream(offers).map(Room::of).toArray(Room[]::new);
    var sets = new ProviderSet[nodes.length];
    for (int n = 0; n < nodes.length; n++) {
      sets[n] = ProviderSet.none(offers.length);
      for (int p = 0; p < offers.length; p++) if (Matching.fits(nodes[n], rooms[p])) sets[n].add(p);
    }
    return sets;
  }

  /** A provider's number, or -1 if it made no offer. */
  int numberOf(ProviderId provider) {
    return numberOf.getOrDefault(provider, -1);
  }

  /** What a node scores on a provider whatever becomes of the other nodes. */
  double liking(int node, int provider) {
    return ofProvider[provider] + scoring.fitWeight * scoring.fit(usedShare(node, provider));
  }

  double usedShare(int node, int provider) {
    var offer = offers[provider];
    return Scoring.usedShare(nodes[node].resources(), offer.free(), offer.total());
  }

  /** How much the nearness of an edge's ends adds to the score of the whole placement. */
  double weightOf(Edge edge) {
    return scoring.localityWeight
        * (1.0 / edgesOf[edge.source()].length + 1.0 / edgesOf[edge.target()].length);
  }

  /** An edge between two numbered nodes. */
  record Edge(int number, int source, int target, EdgeConstraint bounds) {
    boolean touches(int node) {
      return source == node || target == node;
    }

    int otherEnd(int node) {
      return source == node ? target : source;
    }
  }
}
