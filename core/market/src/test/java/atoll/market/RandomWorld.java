package atoll.market;

import atoll.ensemble.EdgeConstraint;
import atoll.kernel.NodeName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

/** A seeded world in which about every second request can be placed. */
record RandomWorld(
    List<Demand> demands,
    List<Offer> offers,
    List<EdgeConstraint> edges,
    Map<Link, LinkEstimate> measured,
    PlacementPolicy policy) {
  private static final String[][] PLACES = {
    {"EU", "DE", "Berlin"}, {"EU", "FR", "Paris"}, {"NA", "US", "New York"}, {"", "", ""}
  };

  static RandomWorld seeded(long seed, int maxNodes, int maxOffers) {
    var random = new Random(seed);
    var offers = new ArrayList<Offer>();
    for (int p = random.nextInt(maxOffers + 1); p > 0; p--) offers.add(offer("p" + p, random));
    var demands = new ArrayList<Demand>();
    int nodes = 1 + random.nextInt(maxNodes);
    for (int n = 0; n < nodes; n++) demands.add(demand("n" + n, random));
    var edges = new ArrayList<EdgeConstraint>();
    for (int e = random.nextInt(nodes); e > 0; e--) {
      int source = random.nextInt(nodes);
      int target = (source + 1 + random.nextInt(Math.max(1, nodes - 1))) % nodes;
      if (source != target) edges.add(edge("n" + source, "n" + target, random));
    }
    var measured = new HashMap<Link, LinkEstimate>();
    for (var a : offers)
      for (var b : offers)
        if (a != b && random.nextInt(3) > 0)
          measured.put(
              new Link(a.provider(), b.provider()),
              new LinkEstimate(
                  random.nextInt(150),
                  random.nextBoolean()
                      ? OptionalLong.of(random.nextInt(20))
                      : OptionalLong.empty()));
    var policy = random.nextBoolean() ? PlacementPolicy.SPREAD : PlacementPolicy.PACK;
    if (random.nextInt(3) == 0) policy = policy.withMaxNodesPerProvider(1 + random.nextInt(2));
    return new RandomWorld(demands, offers, edges, measured, policy);
  }

  private static Offer offer(String name, Random random) {
    long cores = 1 + random.nextInt(4);
    var place = PLACES[random.nextInt(PLACES.length)];
    var offer =
        AnOffer.by(name)
            .cpu(500 * random.nextLong(2 * cores + 1), 1000 * cores)
            .memory(1024 * (1 + random.nextInt(4)), 4096)
            .disk(1024 * (1 + random.nextInt(4)), 4096)
            .ports(20000, 20000 + random.nextInt(4))
            .in(place[0], place[1], place[2]);
    if (random.nextInt(4) == 0) offer.taken(9000);
    if (random.nextBoolean()) offer.price(random.nextInt(30_000));
    if (random.nextBoolean()) offer.roundTrip(random.nextInt(200));
    return offer.now();
  }

  private static Demand demand(String name, Random random) {
    var demand =
        ADemand.node(name)
            .cpu(500 * (1 + random.nextInt(4)))
            .memory(512 * (1 + random.nextInt(4)))
            .disk(512 * (1 + random.nextInt(4)));
    if (random.nextInt(4) == 0) demand.ports(9000);
    if (random.nextInt(3) == 0) demand.anyPorts(1 + random.nextInt(2));
    if (random.nextInt(4) == 0) demand.accept("EU", "", "");
    if (random.nextInt(6) == 0) demand.reject("EU", "FR", "");
    if (random.nextInt(8) == 0) demand.pinned("p" + (1 + random.nextInt(3)));
    if (random.nextInt(8) == 0) demand.excluding("p" + (1 + random.nextInt(3)));
    return demand.now();
  }

  private static EdgeConstraint edge(String source, String target, Random random) {
    return new EdgeConstraint(
        new NodeName(source),
        new NodeName(target),
        random.nextInt(4) > 0 ? OptionalLong.of(5 + random.nextInt(120)) : OptionalLong.empty(),
        random.nextInt(3) == 0 ? OptionalLong.of(random.nextInt(20)) : OptionalLong.empty());
  }

  RandomWorld shuffled(long seed) {
    var random = new Random(seed);
    return new RandomWorld(
        shuffled(demands, random),
        shuffled(offers, random),
        shuffled(edges, random),
        measured,
        policy);
  }

  private static <T> List<T> shuffled(List<T> list, Random random) {
    var copy = new ArrayList<>(list);
    Collections.shuffle(copy, random);
    return copy;
  }

  PlacementOutcome search(long seed) {
    return PlacementSearch.search(demands, offers, edges, Links.of(measured), policy, seed);
  }
}
