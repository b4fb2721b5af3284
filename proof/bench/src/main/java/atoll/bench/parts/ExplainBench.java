package atoll.bench.parts;

import atoll.bench.Bench;
import atoll.bench.Effort;
import atoll.bench.Measurement;
import atoll.bench.Samples;
import atoll.bench.Stopwatch;
import atoll.ensemble.LocationRule;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.ExecutorKind;
import atoll.kernel.Location;
import atoll.kernel.Memory;
import atoll.kernel.NodeName;
import atoll.kernel.ResourceDemand;
import atoll.market.Demand;
import atoll.market.Explanation;
import atoll.market.Links;
import atoll.market.Offer;
import atoll.market.PlacementOutcome;
import atoll.market.PlacementOutcome.NeedsMeasurement;
import atoll.market.PlacementOutcome.NotPlaced;
import atoll.market.PlacementOutcome.Placed;
import atoll.market.PlacementPolicy;
import atoll.market.PlacementSearch;
import atoll.market.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How long it takes to say why something was not placed: from a demand that no provider meets to
 * the cause, the nearest miss, the change that would help, and every sentence against every
 * provider. Says as a fact how long the same takes for all those that were not chosen for something
 * placed.
 */
public final class ExplainBench implements Bench {
  private static final NodeName NODE = new NodeName("node");

  @Override
  public List<Measurement> measure(Effort effort) {
    int providers = effort.times(10_000, 50);
    var offers = new Market(1).offers(providers);
    for (int i = effort.times(60, 0); i > 0; i--) {
      notPlaced(offers);
      notChosen(offers);
    }
    var notPlaced = new double[effort.times(101, 2)];
    var cpu = new double[notPlaced.length];
    var yardstick = new Yardstick(notPlaced.length);
    var notChosen = new double[notPlaced.length];
    for (int i = 0; i < notPlaced.length; i++) {
      yardstick.lay();
      var time = notPlaced(offers);
      notPlaced[i] = time.millis();
      cpu[i] = time.cpuMillis();
      notChosen[i] = notChosen(offers).millis();
    }
    return List.of(
        Measurement.of("explain", Samples.of(notPlaced))
            .with("providers", providers)
            .with("cpu_ms", Samples.of(cpu).median())
            .with("not_chosen_ms", Samples.of(notChosen).median())
            .with("yardstick_ms", yardstick.medianMillis()));
  }

  private static Stopwatch.Time notPlaced(List<Offer> offers) {
    var tooMuch = demand(Cpu.ofCores(6), Memory.ofGibibytes(2_000));
    var watch = new Stopwatch();
    if (!(search(tooMuch, offers) instanceof NotPlaced(Refusal refusal)))
      throw new IllegalStateException("placed, although no provider has that much");
    int said = refusal.explain().mapToInt(ExplainBench::sentences).sum();
    boolean helps =
        !refusal.cause().isEmpty()
            && refusal.nearestMiss().isPresent()
            && refusal.fix().isPresent();
    var time = watch.stop();
    if (said < offers.size() || !helps)
      throw new IllegalStateException("too little said about " + refusal + ": " + said);
    return time;
  }

  private static Stopwatch.Time notChosen(List<Offer> offers) {
    var outcome = search(demand(Cpu.ofCores(6), Memory.ofGibibytes(6)), offers);
    var placement =
        switch (outcome) {
          case Placed(var found) -> found;
          case NeedsMeasurement(var candidate, _) -> candidate;
          case NotPlaced(var refusal) -> throw new IllegalStateException(refusal.toString());
        };
    var watch = new Stopwatch();
    int said = placement.explain(NODE).mapToInt(ExplainBench::sentences).sum();
    var time = watch.stop();
    if (said < offers.size() - 1) throw new IllegalStateException("too little said: " + said);
    return time;
  }

  private static int sentences(Explanation explanation) {
    int said = 0;
    for (var reason : explanation.reasons()) if (!reason.sentence().isEmpty()) said++;
    return said;
  }

  private static PlacementOutcome search(Demand demand, List<Offer> offers) {
    return PlacementSearch.search(
        List.of(demand), offers, List.of(), Links.NONE, PlacementPolicy.SPREAD, 1);
  }

  private static Demand demand(Cpu cpu, Memory memory) {
    return new Demand(
        NODE,
        new ResourceDemand(cpu, memory, Disk.ofGibibytes(50)),
        Set.of(ExecutorKind.DOCKER),
        new LocationRule(List.of(Location.of("EU", "", ""), Location.of("NA", "", "")), List.of()),
        List.of(),
        1,
        false,
        Optional.empty(),
        Set.of());
  }
}
