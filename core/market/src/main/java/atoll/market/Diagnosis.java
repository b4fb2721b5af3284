package atoll.market;

import atoll.ensemble.EdgeConstraint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why there is no placement. A node that is in the way is left out, the others are
 * placed, and what then stands between it and each provider are the misses; the nearest ones are
 * turned into changes, and each change is tried with a search of its own before it is recommended.
 */
final class Diagnosis {
  private static final int NODES_LOOKED_AT = 8;
  private static final int CHANGES_TRIED = 24;
  private static final int EFFORT = 500_000;

  private final Problem problem;
  private final Tree failed;
  private final Links links;
  private final long seed;
  private final List<Integer> blocked;

  Diagnosis(Problem problem, Tree failed, Links links, long seed) {
    this.problem = problem;
    this.failed = failed;
    this.links = links;
    this.seed = seed;
    blocked =
        IntStream.range(0, problem.nodes.length)
            .filter(n -> problem.fitting[n].isEmpty())
            .boxed()
            .toList();
  }

  Refusal refusal() {
    var misses = misses();
    var remedied = firstThatHelps(misses);
    var nearest = remedied != null ? Optional.of(remedied.miss()) : misses.stream().findFirst();
    return new Refusal(
        problem,
        cause(),
        nearest.map(m -> new NearestMiss(provider(m), problem.nodes[m.node()].node(), m.reasons())),
        Optional.ofNullable(remedied).map(Remedied::fix),
        possibleLater(),
        failed.cutShort());
  }

  /** What stands against putting one node on one provider. */
  private record Miss(int node, int provider, List<Reason> reasons, double shortfall) {}

  private record Remedied(Miss miss, Fix fix) {}

  /** The nearest first: the fewest reasons, then the smallest. */
  private List<Miss> misses() {
    var misses = new ArrayList<Miss>();
    for (int node : suspects()) {
      var rest = placedWithout(node);
      if (rest == null) continue;
      var reasoning = new Reasoning(problem, rest, node);
      for (int p = 0; p < problem.offers.length; p++) {
        var reasons = reasoning.against(p);
        if (!reasons.isEmpty()) misses.add(new Miss(node, p, reasons, shortfall(reasons)));
      }
    }
    misses.sort(
        Comparator.<Miss>comparingInt(m -> m.reasons().size())
            .thenComparingDouble(Miss::shortfall)
            .thenComparingInt(Miss::node)
            .thenComparingInt(m -> problem.rank[m.provider()]));
    return misses;
  }

  /** Nodes that fit nowhere, or if there are none, those that the search had most trouble with. */
  private List<Integer> suspects() {
    if (!blocked.isEmpty()) return blocked.stream().limit(NODES_LOOKED_AT).toList();
    return IntStream.range(0, problem.nodes.length)
        .boxed()
        .sorted(Comparator.<Integer>comparingInt(failed::failures).reversed())
        .limit(NODES_LOOKED_AT)
        .toList();
  }

  /** Where the others are if this node, and whatever fits nowhere, is left out. */
  private int @Nullable [] placedWithout(int node) {
    var taking = PlacementSearch.everyNode(problem);
    taking[node] = false;
    blocked.forEach(n -> taking[n] = false);
    var tree = new Tree(problem, taking, effort()).search();
    return tree.found() ? tree.best() : null;
  }

  /** Enough to place everything twice over where nothing is in the way. */
  private long effort() {
    return Math.max(EFFORT, 2L * problem.nodes.length * problem.offers.length);
  }

  private static double shortfall(List<Reason> reasons) {
    return reasons.stream().mapToDouble(Shortfall::of).sum();
  }

  private @Nullable Remedied firstThatHelps(List<Miss> misses) {
    var tried = new LinkedHashSet<Change>();
    for (var miss : misses) {
      if (miss.reasons().size() > 1 || tried.size() == CHANGES_TRIED) break;
      var node = problem.nodes[miss.node()].node();
      var change = Remedy.against(miss.reasons().getFirst(), node, provider(miss));
      if (change.isEmpty() || !tried.add(change.get())) continue;
      var fix = tryOut(change.get());
      if (fix.isPresent()) return new Remedied(miss, fix.get());
    }
    return null;
  }

  private Optional<Fix> tryOut(Change change) {
    var changed = request().with(change);
    var attempt = problemFor(changed, Arrays.asList(problem.offers));
    var tree = new Tree(attempt, PlacementSearch.everyNode(attempt), effort()).search();
    if (!tree.found()) return Optional.empty();
    var placement = new Placement(attempt, new Climb(attempt, tree.best()).toTheTop(), false);
    return Optional.of(new Fix(change, !placement.unmeasured().isEmpty()));
  }

  private Request request() {
    return new Request(
        List.of(problem.nodes), Arrays.stream(problem.edges).map(Problem.Edge::bounds).toList());
  }

  private Problem problemFor(Request request, List<Offer> offers) {
    return new Problem(request.demands(), offers, request.edges(), links, problem.policy, seed);
  }

  private boolean possibleLater() {
    var known = problem.offers;
    var waiting = Arrays.stream(problem.nodes).filter(this::waitsForItsProvider).toList();
    if (known.length == 0 || waiting.size() == problem.nodes.length) return true;
    var rest = Arrays.stream(problem.nodes).filter(d -> !waiting.contains(d)).toList();
    var names = rest.stream().map(Demand::node).collect(Collectors.toSet());
    List<EdgeConstraint> edges =
        Arrays.stream(problem.edges)
            .map(Problem.Edge::bounds)
            .filter(e -> names.contains(e.source()) && names.contains(e.target()))
            .toList();
    var idle = problemFor(new Request(rest, edges), Arrays.stream(known).map(Offer::idle).toList());
    var tree = new Tree(idle, PlacementSearch.everyNode(idle), problem.policy.effort()).search();
    return tree.found() || tree.cutShort();
  }

  private boolean waitsForItsProvider(Demand demand) {
    return demand.pinned().filter(pinned -> problem.numberOf(pinned) < 0).isPresent();
  }

  private String cause() {
    if (problem.offers.length == 0) return "no provider made an offer";
    if (!blocked.isEmpty()) return fitsNowhere(problem.nodes[blocked.getFirst()]);
    if (failed.cutShort())
      return "no placement was found with the effort that the policy allows, and there may be one";
    return "every node fits some provider by itself, but not all together: node %s is left over"
        .formatted(problem.nodes[suspects().getFirst()].node());
  }

  private String fitsNowhere(Demand demand) {
    if (waitsForItsProvider(demand))
      return "node %s is pinned to %s, which made no offer"
          .formatted(demand.node(), demand.pinned().orElseThrow());
    var counts = new LinkedHashMap<String, Integer>();
    for (var offer : problem.offers)
      for (var reason : Matching.check(demand, offer))
        counts.merge(ReasonText.summary(reason), 1, Integer::sum);
    return "no provider fits node %s (%s)"
        .formatted(
            demand.node(),
            counts.entrySet().stream()
                .sorted(java.util.Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(e ->
                    Amounts.say("%s: %d of %d", e.getKey(), e.getValue(), problem.offers.length))
                .collect(Collectors.joining(", ")));
  }

  private ProviderId provider(Miss miss) {
    return problem.offers[miss.provider()].provider();
  }
}
