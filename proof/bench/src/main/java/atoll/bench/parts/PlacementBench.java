package atoll.bench.parts;

import atoll.bench.Bench;
import atoll.bench.Effort;
import atoll.bench.Measurement;
import atoll.bench.Samples;
import atoll.bench.Stopwatch;
import atoll.market.CapacityIndex;
import atoll.market.Demand;
import atoll.market.Offer;
import atoll.market.PlacementPolicy;
import java.util.List;

/**
 * How many allocations a second are placed, one after the other and each on the best provider,
 * until all providers together host ten times as many as they are.
 */
public final class PlacementBench implements Bench {
  private static final int PER_PROVIDER = 10;

  @Override
  public List<Measurement> measure(Effort effort) {
    int providers = effort.times(5_000, 50);
    var market = new Market(1);
    var offers = market.offers(providers);
    var demands = market.demands(providers * PER_PROVIDER);
    for (int round = effort.times(2, 0); round > 0; round--) place(offers, demands);
    var rates = new double[effort.times(9, 2)];
    var cpuRates = new double[rates.length];
    var yardstick = new Yardstick(rates.length);
    for (int round = 0; round < rates.length; round++) {
      yardstick.lay();
      var time = place(offers, demands);
      rates[round] = time.perSecond(demands.size());
      cpuRates[round] = time.perCpuSecond(demands.size());
    }
    return List.of(
        Measurement.of("placement", Samples.of(rates))
            .with("providers", providers)
            .with("allocations_per_sample", demands.size())
            .with("per_cpu_s", Samples.of(cpuRates).median())
            .with("yardstick_ms", yardstick.medianMillis()));
  }

  private static Stopwatch.Time place(List<Offer> offers, List<Demand> demands) {
    var index = new CapacityIndex(PlacementPolicy.SPREAD, 1);
    offers.forEach(index::update);
    int placed = 0;
    var watch = new Stopwatch();
    for (var demand : demands) if (index.place(demand).isPresent()) placed++;
    var time = watch.stop();
    if (placed != demands.size())
      throw new IllegalStateException(placed + " of " + demands.size() + " placed");
    return time;
  }
}
