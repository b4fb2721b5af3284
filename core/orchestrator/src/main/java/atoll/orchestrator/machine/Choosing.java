package atoll.orchestrator.machine;

import atoll.actor.Handle;
import atoll.ensemble.EdgeConstraint;
import atoll.kernel.ErrorCode;
import atoll.kernel.NodeName;
import atoll.market.Demand;
import atoll.market.Explanation;
import atoll.market.Link;
import atoll.market.LinkEstimate;
import atoll.market.Links;
import atoll.market.Matching;
import atoll.market.PlacementOutcome;
import atoll.market.PlacementPolicy;
import atoll.market.PlacementSearch;
import atoll.market.ProviderId;
import atoll.market.Reason;
import atoll.market.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who is to host a deployment: what the bids and measurements tell, and what was learned from tries
 * that failed. A provider that could not start a node is never asked to again; one that failed in
 * another way is asked again if nobody else will do. Belongs to the machine's thread.
 */
public final class Choosing {
  private final List<Demand> demands;
  private final List<EdgeConstraint> edges;
  private final PlacementPolicy policy;
  private final long seed;
  private final Map<Link, LinkEstimate> measured = new HashMap<>();
  private final Map<ProviderId, String> avoided = new LinkedHashMap<>();
  private final Map<NodeName, Map<ProviderId, String>> broken = new HashMap<>();
  private BidRound round = BidRound.NONE;
  private Optional<Deployment.Failure> brokenBy = Optional.empty();
  private Optional<Refusal> refusal = Optional.empty();
  private Optional<Why> why = Optional.empty();

  /** How often in a row nothing was found that could ever be. */
  private int hopeless;

  /**
   * Of some nodes of a deployment.
   *
   * @param apart providers that each node must not come to
   * @param silent providers from which nothing is expected
   */
  static Choosing of(
      Course course,
      Set<NodeName> nodes,
      Map<NodeName, Set<ProviderId>> apart,
      Set<ProviderId> silent,
      PlacementPolicy policy) {
    var demands =
        Demand.of(course.standbys.ensemble()).stream()
            .filter(demand -> nodes.contains(demand.node()))
            .map(demand -> without(demand, apart.getOrDefault(demand.node(), Set.of())))
            .toList();
    var edges =
        course.asked.edges().stream()
            .filter(edge -> nodes.contains(edge.source()) && nodes.contains(edge.target()))
            .toList();
    var choosing = new Choosing(demands, edges, policy, course.id.value().hashCode());
    silent.forEach(provider -> choosing.avoid(provider, "it does not answer"));
    return choosing;
  }

  private static Demand without(Demand demand, Set<ProviderId> others) {
    var excluded = new HashSet<>(demand.excluded());
    excluded.addAll(others);
    return demand.withExcluded(excluded);
  }

  /**
   * @param seed chooses between equals
   */
  public Choosing(
      List<Demand> demands, List<EdgeConstraint> edges, PlacementPolicy policy, long seed) {
    this.demands = demands;
    this.edges = edges;
    this.policy = policy;
    this.seed = seed;
  }

  List<Demand> demands() {
    return demands;
  }

  /** A new round's bids. A link that could not be measured may be well by now. */
  public void take(BidRound fresh) {
    round = fresh;
    measured.values().removeIf(LinkEstimate.UNREACHABLE::equals);
  }

  /** A link that is measured again told too little at first; it has no third chance in a round. */
  public void learn(Map<Link, LinkEstimate> links) {
    links.forEach((link, estimate) ->
        measured.merge(
            link,
            estimate,
            (_, again) -> again.bandwidthKbps().isPresent() ? again : LinkEstimate.UNREACHABLE));
  }

  /** A try failed because of {@code provider}. */
  void setBack(NodeName node, ProviderId provider, Deployment.Failure why) {
    if (why.code() == ErrorCode.EXECUTOR_FAILED) {
      broken.computeIfAbsent(node, _ -> new LinkedHashMap<>()).put(provider, why.message());
      brokenBy = Optional.of(why);
    } else avoided.put(provider, why.message());
  }

  /** Asks a provider only if nobody else will do. */
  void avoid(ProviderId provider, String why) {
    avoided.put(provider, why);
  }

  /** Why a start failed, if one did: the cause if there is nobody else to try. */
  Optional<Deployment.Failure> brokenBy() {
    return brokenBy;
  }

  /** Why the last search found nothing, if it found nothing. */
  Optional<Refusal> refusal() {
    return refusal;
  }

  /** What the last search found; nothing before the first. */
  public Optional<Why> why() {
    return why;
  }

  /** Whether waiting for room is of no use: those who were silent had a second chance to bid. */
  boolean isHopeless() {
    return hopeless > (round.answered() >= round.asked() ? 0 : 1);
  }

  /** Searches with all that is known; a second call may ask for links that the first did not. */
  public PlacementOutcome choose() {
    var outcome = search();
    if (outcome instanceof PlacementOutcome.NotPlaced && !avoided.isEmpty()) {
      avoided.clear();
      outcome = search();
    }
    switch (outcome) {
      case PlacementOutcome.Placed(var placement) ->
          conclude(Optional.empty(), placement.explain());
      case PlacementOutcome.NotPlaced(var why) -> conclude(Optional.of(why), why.explain());
      case PlacementOutcome.NeedsMeasurement _ -> {}
    }
    return outcome;
  }

  private void conclude(Optional<Refusal> refused, Stream<Explanation> found) {
    boolean never = refused.isPresent() && !refused.get().possibleLater();
    hopeless = never ? hopeless + 1 : 0;
    refusal = refused;
    why = Optional.of(Why.of(refused, explain(found)));
  }

  Handle handleOf(ProviderId provider) {
    return Objects.requireNonNull(round.handles().get(provider));
  }

  private PlacementOutcome search() {
    return PlacementSearch.search(
        demands.stream().map(this::narrowed).toList(),
        round.offers().values(),
        edges,
        Links.of(measured),
        policy,
        seed);
  }

  private Demand narrowed(Demand demand) {
    return without(demand, declined(demand).keySet());
  }

  /** Who will not host a node although the offer fits, and why. */
  private Map<ProviderId, String> declined(Demand demand) {
    var declined = new LinkedHashMap<ProviderId, String>();
    round
        .bids()
        .forEach((provider, nodes) -> {
          var offer = round.offers().get(provider);
          if (!nodes.contains(demand.node())
              && offer != null
              && Matching.check(demand, offer).isEmpty())
            declined.put(provider, "it made no bid for this node");
        });
    declined.putAll(avoided);
    declined.putAll(broken.getOrDefault(demand.node(), Map.of()));
    return declined;
  }

  /**
   * The same explanations, in which nobody is called excluded whom the ensemble does not exclude.
   */
  private List<Explanation> explain(Stream<Explanation> found) {
    var byNode = new HashMap<NodeName, Demand>();
    demands.forEach(demand -> byNode.put(demand.node(), demand));
    var told = new ArrayList<Explanation>();
    found.forEach(explanation -> {
      var demand = Objects.requireNonNull(byNode.get(explanation.node()));
      told.add(
          demand.excluded().contains(explanation.provider())
              ? explanation
              : explain(explanation, demand));
    });
    return told;
  }

  private Explanation explain(Explanation explanation, Demand demand) {
    var provider = explanation.provider();
    var why = declined(demand).getOrDefault(provider, "it declined");
    boolean mayPass = !broken.getOrDefault(demand.node(), Map.of()).containsKey(provider);
    return new Explanation(
        provider,
        explanation.node(),
        explanation.reasons().stream()
            .map(reason ->
                reason instanceof Reason.Excluded ? new Reason.Declined(why, mayPass) : reason)
            .toList());
  }
}
