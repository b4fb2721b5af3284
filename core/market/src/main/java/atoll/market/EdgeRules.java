package atoll.market;

import atoll.market.Problem.Edge;
import atoll.market.Reason.EdgeTooFar;
import atoll.market.Reason.EdgeTooNarrow;
import atoll.market.Reason.EdgeTooSlow;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether two providers may be the ends of an edge: what physics allows and what was measured must
 * both be within its bounds (DMS §6.5, §7.4). Within one provider every edge is met.
 */
final class EdgeRules {
  private static final int ROWS_KEPT = 20_000;
  private static final int TIMES_KEPT = 4_000_000;

  private final Offer[] offers;
  private @Nullable Coordinates @Nullable [] at;
  private final Links links;
  private final double signalSpeed;
  private final Map<Long, ProviderSet> rows = new HashMap<>();
  private final Map<Integer, double[]> leastMillisFrom = new HashMap<>();

  EdgeRules(Offer[] offers, Links links, double signalSpeed) {
    this.offers = offers;
    this.links = links;
    this.signalSpeed = signalSpeed;
  }

  /** Why not, if not. */
  Optional<Reason> objection(Edge edge, int source, int target) {
    if (source == target || !isBounded(edge)) return Optional.empty();
    var bounds = edge.bounds();
    var link = link(source, target);
    double least = leastMillis(source, target);
    if (least > limit(edge))
      return Optional.of(new EdgeTooFar(bounds, link, kilometres(source, target), least));
    return links
        .estimate(link.source(), link.target())
        .flatMap(known ->
            tooSlow(edge, known)
                ? Optional.of(new EdgeTooSlow(bounds, link, known.rttMillis()))
                : tooNarrow(edge, known)
                    ? Optional.of(new EdgeTooNarrow(bounds, link, known.bandwidthKbps().orElse(0)))
                    : Optional.empty());
  }

  /** Whether a bound is still to be measured. */
  boolean needsMeasuring(Edge edge, int source, int target) {
    if (source == target || !isBounded(edge)) return false;
    var known = links.estimate(offers[source].provider(), offers[target].provider());
    return known.isEmpty()
        || (edge.bounds().bandwidthKbps().isPresent() && known.get().bandwidthKbps().isEmpty());
  }

  Link link(int source, int target) {
    return new Link(offers[source].provider(), offers[target].provider());
  }

  /**
   * Of {@code among}, the providers that a node may have if the node at the other end of the edge
   * has provider {@code fixed}.
   *
   * @param sourceIsFixed whether the other end is the edge's source
   * @param among the same set whenever the same edge and end are asked for
   */
  ProviderSet allowed(Edge edge, boolean sourceIsFixed, int fixed, ProviderSet among) {
    long key = ((long) edge.number() << 33) | (sourceIsFixed ? 1L << 32 : 0) | fixed;
    var row = rows.get(key);
    if (row != null) return row;
    if (rows.size() >= ROWS_KEPT) rows.clear();
    row = isBounded(edge) ? among(among, edge, sourceIsFixed, fixed) : among;
    rows.put(key, row);
    return row;
  }

  private ProviderSet among(ProviderSet among, Edge edge, boolean sourceIsFixed, int fixed) {
    var row = ProviderSet.none(offers.length);
    var least = leastMillisFrom(fixed);
    double limit = limit(edge);
    for (int p = among.next(0); p >= 0; p = among.next(p + 1))
      if (p == fixed
          || (!(least[p] > limit)
              && (sourceIsFixed ? notRefuted(edge, fixed, p) : notRefuted(edge, p, fixed))))
        row.add(p);
    return row;
  }

  private boolean notRefuted(Edge edge, int source, int target) {
    var known = links.estimate(offers[source].provider(), offers[target].provider()).orElse(null);
    return known == null || (!tooSlow(edge, known) && !tooNarrow(edge, known));
  }

  /** 1 on the same provider, less the farther apart they must be. */
  double nearness(int one, int other) {
    if (one == other) return 1;
    double least = leastMillisFrom(one)[other];
    return Double.isNaN(least) ? Scoring.unknownNearness() : Scoring.nearness(least);
  }

  private static boolean isBounded(Edge edge) {
    return edge.bounds().rttMillis().isPresent() || edge.bounds().bandwidthKbps().isPresent();
  }

  private static boolean tooSlow(Edge edge, LinkEstimate known) {
    return edge.bounds().rttMillis().isPresent() && known.rttMillis() > limit(edge);
  }

  private static boolean tooNarrow(Edge edge, LinkEstimate known) {
    var floor = edge.bounds().bandwidthKbps();
    return floor.isPresent()
        && known.bandwidthKbps().isPresent()
        && known.bandwidthKbps().getAsLong() < floor.getAsLong();
  }

  private static double limit(Edge edge) {
    var limit = edge.bounds().rttMillis();
    return limit.isPresent() ? limit.getAsLong() : Double.POSITIVE_INFINITY;
  }

  /** The physical bounds from one provider to every other; not a number where unknown. */
  private double[] leastMillisFrom(int one) {
    var times = leastMillisFrom.get(one);
    if (times != null) return times;
    if ((long) leastMillisFrom.size() * offers.length >= TIMES_KEPT) leastMillisFrom.clear();
    times = new double[offers.length];
    for (int other = 0; other < times.length; other++) times[other] = leastMillis(one, other);
    leastMillisFrom.put(one, times);
    return times;
  }

  private double leastMillis(int one, int other) {
    var from = whereabouts(one);
    var to = whereabouts(other);
    return from == null || to == null ? Double.NaN : from.leastRoundTripMillis(to, signalSpeed);
  }

  private double kilometres(int one, int other) {
    var from = whereabouts(one);
    var to = whereabouts(other);
    return from == null || to == null ? Double.NaN : from.kilometresTo(to);
  }

  /** Looked up only once there is an edge to ask for it. */
  private @Nullable Coordinates whereabouts(int provider) {
    var known = at;
    if (known == null) {
      known = new @Nullable Coordinates[offers.length];
      for (int p = 0; p < known.length; p++)
        known[p] = offers[p].whereabouts(Gazetteer.builtIn()).orElse(null);
      at = known;
    }
    return known[provider];
  }
}
