package atoll.market;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.GpuDemand;
import atoll.kernel.GpuVendor;
import atoll.kernel.Memory;
import atoll.kernel.NodeName;
import atoll.market.PlacementOutcome.Placed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CapacityIndexTest {
  private final CapacityIndex index = new CapacityIndex(PlacementPolicy.SPREAD, 1);

  @Test
  void capacityIsGivenOutOnceAndComesBack() {
    index.update(AnOffer.by("p").cpu(2000, 4000).now());
    var demand = ADemand.node("web").cpu(1000).ports(8080).now();
    var other = ADemand.node("web").cpu(1000).now();
    var slot = index.place(demand).orElseThrow();
    assertThat(index.place(demand)).isEmpty();
    assertThat(index.explain(demand).findFirst().orElseThrow().reasons())
        .containsExactly(new Reason.PortTaken(8080));
    assertThat(index.place(other)).isPresent();
    assertThat(index.place(other)).isEmpty();
    assertThat(index.release(slot)).isTrue();
    assertThat(index.release(slot)).isFalse();
    assertThat(index.place(demand)).isPresent();
  }

  @Test
  void dynamicPortsAreCounted() {
    index.update(AnOffer.by("p").ports(20000, 20002).now());
    var slot = index.place(ADemand.node("web").anyPorts(1).ports(20000).now()).orElseThrow();
    assertThat(index.place(ADemand.node("web").anyPorts(1).now())).isEmpty();
    index.release(slot);
    assertThat(index.place(ADemand.node("web").anyPorts(2).now())).isPresent();
  }

  @Test
  void devicesAreGivenOutOnceAndComeBack() {
    index.update(AnOffer.by("p").gpu(GpuVendor.AMD, "MI300", 8, 8).now());
    var demand =
        ADemand.node("train")
            .gpu(new GpuDemand(Optional.empty(), Optional.empty(), Memory.ofGibibytes(8)))
            .now();
    var slot = index.place(demand).orElseThrow();
    assertThat(slot.part().gpus()).hasSize(1);
    assertThat(index.place(demand)).isEmpty();
    index.release(slot);
    assertThat(index.place(demand)).isPresent();
  }

  @Test
  void aNewOfferKeepsTheSlotsEvenWhereItIsTooSmallForThem() {
    index.update(AnOffer.by("p").now());
    var demand = ADemand.node("web").cpu(2000).ports(8080).now();
    var slot = index.place(demand).orElseThrow();
    index.update(AnOffer.by("p").cpu(3000, 4000).now());
    assertThat(index.place(ADemand.node("web").cpu(1001).now())).isEmpty();
    index.update(AnOffer.by("p").cpu(1000, 1000).taken(8080).now());
    assertThat(index.place(ADemand.node("web").cpu(1).now())).isEmpty();
    assertThat(index.release(slot)).isTrue();
    assertThat(index.place(ADemand.node("web").cpu(1000).now())).isPresent();
    assertThat(
            index
                .explain(ADemand.node("web").ports(8080).now())
                .findFirst()
                .orElseThrow()
                .reasons())
        .contains(new Reason.PortTaken(8080));
  }

  @Test
  void aProviderThatIsRemovedIsForgotten() {
    for (int i = 0; i < 5; i++) index.update(AnOffer.by("p" + i).cpu(1000, 1000).now());
    var demand = ADemand.node("web").cpu(1000).now();
    var slot = index.place(demand).orElseThrow();
    index.remove(slot.provider());
    index.remove(slot.provider());
    assertThat(index.size()).isEqualTo(4);
    assertThat(index.release(slot)).isFalse();
    for (int i = 0; i < 4; i++) assertThat(index.place(demand)).isPresent();
    assertThat(index.place(demand)).isEmpty();
  }

  @Test
  void itChoosesWhatTheSearchChooses() {
    for (long seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      var policy = random.nextBoolean() ? PlacementPolicy.SPREAD : PlacementPolicy.PACK;
      var offers = RandomWorld.seeded(seed, 1, 8).offers();
      var index = new CapacityIndex(policy, seed);
      offers.forEach(index::update);
      for (long next = 0; next < 20; next++) {
        var demand = RandomWorld.seeded(1000 * seed + next, 1, 1).demands().getFirst();
        var now = current(index, offers);
        var outcome =
            PlacementSearch.search(List.of(demand), now, List.of(), Links.NONE, policy, seed);
        var slot = index.place(demand);
        assertThat(slot.isPresent()).as("seed %d", seed).isEqualTo(outcome instanceof Placed);
        if (outcome instanceof Placed(var placement))
          assertThat(slot.orElseThrow().provider())
              .as("seed %d", seed)
              .isEqualTo(placement.providerOf(demand.node()));
        slot.ifPresent(s -> held.computeIfAbsent(s.provider(), _ -> new ArrayList<>()).add(s));
      }
      held.clear();
    }
  }

  private final HashMap<ProviderId, List<Slot>> held = new HashMap<>();

  /** The offers as the providers would state them now, with all slots taken off. */
  private List<Offer> current(CapacityIndex index, List<Offer> offers) {
    assertThat(index.size()).isEqualTo(offers.size());
    return offers.stream().map(this::current).toList();
  }

  private Offer current(Offer offer) {
    var room = Room.of(offer);
    for (var slot : held.getOrDefault(offer.provider(), List.of()))
      room = room.with(slot.demand(), slot.part());
    var taken = new java.util.HashSet<>(room.taken());
    for (int port = offer.ports().from();
        offer.ports().size() > 0 && free(offer, taken) > room.freePorts();
        port++) taken.add(port);
    return new Offer(
        offer.provider(),
        offer.total(),
        room.free(),
        offer.clockHertz(),
        offer.architecture(),
        offer.executors(),
        offer.location(),
        offer.coordinates(),
        new FreePorts(offer.ports().from(), offer.ports().to(), taken),
        offer.privilegedAllowed(),
        offer.price(),
        offer.roundTrip(),
        offer.caveats());
  }

  private static int free(Offer offer, java.util.Set<Integer> taken) {
    return new FreePorts(offer.ports().from(), offer.ports().to(), taken).free();
  }

  @Test
  void whatIsReleasedInAnyOrderLeavesEverythingAsItWas() {
    var random = new Random(5);
    var offers = IntStream.range(0, 10).mapToObj(i -> AnOffer.by("p" + i).now()).toList();
    offers.forEach(index::update);
    var slots = new ArrayList<Slot>();
    for (int i = 0; i < 2000; i++)
      if (random.nextInt(3) > 0 || slots.isEmpty())
        index
            .place(
                ADemand.node("n")
                    .cpu(100 * (1 + random.nextInt(5)))
                    .anyPorts(random.nextInt(2))
                    .now())
            .ifPresent(slots::add);
      else assertThat(index.release(slots.remove(random.nextInt(slots.size())))).isTrue();
    slots.forEach(slot -> assertThat(index.release(slot)).isTrue());
    for (var offer : offers)
      assertThat(
              index
                  .explain(ADemand.node("all").cpu(4000).memory(8192).anyPorts(49152).now())
                  .filter(e -> e.provider().equals(offer.provider()))
                  .findFirst()
                  .orElseThrow()
                  .reasons())
          .isEmpty();
    assertThat(index.place(ADemand.node("n").now()).orElseThrow().demand().node())
        .isEqualTo(new NodeName("n"));
  }
}
