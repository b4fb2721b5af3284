package atoll.bench.parts;

import atoll.ensemble.EdgeConstraint;
import atoll.ensemble.LocationRule;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.ExecutorKind;
import atoll.kernel.Location;
import atoll.kernel.Memory;
import atoll.kernel.NodeName;
import atoll.kernel.ResourceDemand;
import atoll.kernel.Resources;
import atoll.market.Coordinates;
import atoll.market.Demand;
import atoll.market.FreePorts;
import atoll.market.Offer;
import atoll.market.Price;
import atoll.market.ProviderId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Seeded offers and demands of a market with large and small machines in many places. */
final class Market {
  private static final int[] CORES = {2, 4, 8, 16, 32, 64};
  private static final int[] MILLICORES = {100, 250, 500, 1000, 2000};
  private static final long[] LIMITS_MILLIS = {80, 120, 180};
  private static final List<Place> PLACES =
      List.of(
          new Place("EU", "DE", "Berlin", 52.5, 13.4),
          new Place("EU", "FR", "Paris", 48.9, 2.4),
          new Place("EU", "ES", "Madrid", 40.4, -3.7),
          new Place("EU", "FI", "Helsinki", 60.2, 24.9),
          new Place("EU", "GB", "London", 51.5, -0.1),
          new Place("NA", "US", "New York", 40.7, -74.0),
          new Place("NA", "US", "Chicago", 41.9, -87.6),
          new Place("NA", "CA", "Montreal", 45.5, -73.6),
          new Place("AS", "JP", "Tokyo", 35.7, 139.7),
          new Place("AS", "SG", "Singapore", 1.4, 103.8),
          new Place("SA", "BR", "Sao Paulo", -23.6, -46.6),
          new Place("OC", "AU", "Sydney", -33.9, 151.2));

  private final Random random;

  private record Place(String continent, String country, String city, double north, double east) {}

  Market(long seed) {
    random = new Random(seed);
  }

  List<Offer> offers(int count) {
    var offers = new ArrayList<Offer>(count);
    for (int i = 0; i < count; i++) offers.add(offer("provider-" + i));
    return offers;
  }

  private Offer offer(String name) {
    int cores = CORES[random.nextInt(CORES.length)];
    var place = PLACES.get(random.nextInt(PLACES.size()));
    boolean saysWhere = random.nextInt(10) > 0;
    long busy = random.nextInt(4);
    return new Offer(
        new ProviderId(name),
        resources(4L * cores),
        resources((4 - busy) * cores),
        2_500_000_000L,
        Optional.of("amd64"),
        random.nextInt(5) > 0
            ? Set.of(ExecutorKind.DOCKER, ExecutorKind.WASM)
            : Set.of(ExecutorKind.WASM),
        saysWhere ? Location.of(place.continent, place.country, place.city) : Location.UNKNOWN,
        saysWhere
            ? Optional.of(new Coordinates(near(place.north), near(place.east)))
            : Optional.empty(),
        FreePorts.ALL,
        false,
        random.nextBoolean()
            ? Optional.of(new Price(1000L * random.nextInt(50)))
            : Optional.empty(),
        Optional.of(Duration.ofMillis(1 + random.nextInt(250))),
        List.of());
  }

  private static Resources resources(long quartersOfACore) {
    return new Resources(
        new Cpu(250 * quartersOfACore),
        Memory.ofMebibytes(1024 * quartersOfACore),
        Disk.ofGibibytes(10 * quartersOfACore));
  }

  private double near(double degrees) {
    return degrees + random.nextDouble() - 0.5;
  }

  List<Demand> demands(int count) {
    var demands = new ArrayList<Demand>(count);
    for (int i = 0; i < count; i++) demands.add(demand("node-" + i));
    return demands;
  }

  private Demand demand(String node) {
    int millicores = MILLICORES[random.nextInt(MILLICORES.length)];
    var kind = random.nextInt(4) == 0 ? ExecutorKind.WASM : ExecutorKind.DOCKER;
    return new Demand(
        new NodeName(node),
        new ResourceDemand(
            new Cpu(millicores),
            Memory.ofMebibytes(2L * millicores),
            Disk.ofMebibytes(10L * millicores)),
        Set.of(kind),
        switch (random.nextInt(10)) {
          case 0 -> new LocationRule(List.of(Location.of("EU", "", "")), List.of());
          case 1 -> new LocationRule(List.of(), List.of(Location.of("EU", "GB", "")));
          default -> LocationRule.ANYWHERE;
        },
        List.of(),
        random.nextInt(5) == 0 ? 1 : 0,
        false,
        Optional.empty(),
        Set.of());
  }

  /** A line through all nodes, and half as many edges again across it. */
  List<EdgeConstraint> edges(List<Demand> demands) {
    int count = demands.size();
    var pairs = new TreeSet<Integer>();
    for (int n = 0; n + 1 < count; n++) pairs.add(n * count + n + 1);
    while (pairs.size() < count * 3 / 2) {
      int source = random.nextInt(count - 1);
      pairs.add(source * count + source + 1 + random.nextInt(count - source - 1));
    }
    var edges = new ArrayList<EdgeConstraint>();
    for (int pair : pairs)
      edges.add(
          new EdgeConstraint(
              demands.get(pair / count).node(),
              demands.get(pair % count).node(),
              OptionalLong.of(LIMITS_MILLIS[random.nextInt(LIMITS_MILLIS.length)]),
              random.nextInt(4) == 0 ? OptionalLong.of(10_000) : OptionalLong.empty()));
    return edges;
  }
}
