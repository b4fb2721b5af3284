package atoll.bench.parts;

import atoll.bench.Bench;
import atoll.bench.Effort;
import atoll.bench.Measurement;
import atoll.bench.Samples;
import atoll.bench.Stopwatch;
import atoll.ensemble.EdgeConstraint;
import atoll.market.Demand;
import atoll.market.Link;
import atoll.market.LinkEstimate;
import atoll.market.Links;
import atoll.market.Offer;
import atoll.market.PlacementOutcome;
import atoll.market.PlacementOutcome.NeedsMeasurement;
import atoll.market.PlacementOutcome.NotPlaced;
import atoll.market.PlacementOutcome.Placed;
import atoll.market.PlacementPolicy;
import atoll.market.PlacementSearch;
import atoll.market.ProviderId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * How long it takes to decide where an ensemble of many nodes goes, every node on a provider of its
 * own: from bids of which no link was measured yet until all is decided, with a search after each
 * round of measurements, which themselves take no time here. Every sample is another ensemble and
 * another market.
 */
public final class GangBench implements Bench {
  private static final PlacementPolicy ONE_EACH = PlacementPolicy.SPREAD.withMaxNodesPerProvider(1);

  /** An ensemble that is placed, and the market. */
  private static final class Gang {
    private final List<Offer> offers;
    private final List<Demand> demands;
    private final List<EdgeConstraint> edges;
    private final Map<ProviderId, Offer> byName = new HashMap<>();
    private int searches;

    Gang(long seed, int nodes, int bids) {
      var market = new Market(seed);
      offers = market.offers(bids);
      demands = market.demands(nodes);
      edges = market.edges(demands);
      offers.forEach(offer -> byName.put(offer.provider(), offer));
    }

    Stopwatch.Time timeToPlaced(long seed) {
      searches = 0;
      var measured = new HashMap<Link, LinkEstimate>();
      var watch = new Stopwatch();
      while (!isPlaced(search(measured, seed), measured)) searches++;
      var time = watch.stop();
      searches++;
      return time;
    }

    private PlacementOutcome search(Map<Link, LinkEstimate> measured, long seed) {
      return PlacementSearch.search(demands, offers, edges, Links.of(measured), ONE_EACH, seed);
    }

    private boolean isPlaced(PlacementOutcome outcome, Map<Link, LinkEstimate> measured) {
      return switch (outcome) {
        case Placed _ -> true;
        case NeedsMeasurement needs -> {
          for (var link : needs.links()) measured.put(link, estimate(link));
          yield false;
        }
        case NotPlaced(var refusal) -> throw new IllegalStateException(refusal.toString());
      };
    }

    /** Real ways are longer than straight lines, and one in fifty is slow. */
    private LinkEstimate estimate(Link link) {
      var source = Objects.requireNonNull(byName.get(link.source())).coordinates();
      var target = Objects.requireNonNull(byName.get(link.target())).coordinates();
      boolean known = source.isPresent() && target.isPresent();
      double least = known ? source.get().leastRoundTripMillis(target.get(), 0.67) : 30;
      boolean slow = link.hashCode() % 50 == 0;
      return new LinkEstimate(slow ? 500 : 2 + 1.2 * least, OptionalLong.of(100_000));
    }
  }

  @Override
  public List<Measurement> measure(Effort effort) {
    int nodes = effort.times(50, 5);
    int bids = effort.times(1_000, 50);
    for (int seed = effort.times(20, 0); seed > 0; seed--)
      new Gang(-seed, nodes, bids).timeToPlaced(seed);
    var samples = new double[effort.times(25, 2)];
    var cpu = new double[samples.length];
    var yardstick = new Yardstick(samples.length);
    var searches = new double[samples.length];
    for (int i = 0; i < samples.length; i++) {
      yardstick.lay();
      var gang = new Gang(i, nodes, bids);
      var time = gang.timeToPlaced(i);
      samples[i] = time.millis();
      cpu[i] = time.cpuMillis();
      searches[i] = gang.searches;
    }
    return List.of(
        Measurement.of("gang", Samples.of(samples))
            .with("nodes", nodes)
            .with("bids", bids)
            .with("searches", Samples.of(searches).median())
            .with("cpu_ms", Samples.of(cpu).median())
            .with("yardstick_ms", yardstick.medianMillis()));
  }
}
