package atoll.bench.parts;

import atoll.bench.Bench;
import atoll.bench.Effort;
import atoll.bench.Measurement;
import atoll.bench.Samples;
import atoll.bench.Scratch;
import atoll.bench.Stopwatch;
import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.EntryKey;
import atoll.journal.InMemoryJournal;
import atoll.journal.Journal;
import atoll.journal.file.FileJournal;
import atoll.kernel.json.CanonicalJson;
import atoll.market.CapacityIndex;
import atoll.market.Demand;
import atoll.market.Offer;
import atoll.market.PlacementPolicy;
import atoll.market.Slot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The placements of {@link PlacementBench}, each counted only once its award is durable. Many
 * threads place and wait for the disk; one at a time chooses a provider.
 */
public final class DurablePlacementBench implements Bench {
  private static final int PER_PROVIDER = 10;
  private static final int THREADS = 64;

  @Override
  public List<Measurement> measure(Effort effort) throws IOException, InterruptedException {
    int providers = effort.times(5_000, 50);
    var market = new Market(1);
    var offers = market.offers(providers);
    var demands = market.demands(providers * PER_PROVIDER);
    var durable = new double[effort.times(7, 2)];
    var inMemory = new double[durable.length];
    place(offers, demands, new InMemoryJournal());
    try (var scratch = new Scratch()) {
      for (int round = 0; round < durable.length; round++) {
        inMemory[round] = place(offers, demands, new InMemoryJournal());
        try (var journal =
            FileJournal.open(
                scratch.root().resolve("data-" + round), task -> Thread.ofVirtual().start(task))) {
          durable[round] = place(offers, demands, journal);
        }
      }
    }
    return List.of(
        Measurement.of("placement-durable", Samples.of(durable))
            .beside("the same with a journal in memory", Samples.of(inMemory))
            .with("providers", providers)
            .with("threads", THREADS)
            .with("allocations_per_sample", demands.size()));
  }

  /** Placements a second. */
  private static double place(List<Offer> offers, List<Demand> demands, Journal journal)
      throws InterruptedException {
    var index = new CapacityIndex(PlacementPolicy.SPREAD, 1);
    offers.forEach(index::update);
    var next = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    var watch = new Stopwatch();
    for (int i = 0; i < THREADS; i++)
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int n = next.getAndIncrement(); n < demands.size(); n = next.getAndIncrement())
                  award(journal, n, choose(index, demands.get(n)));
              }));
    for (var thread : threads) thread.join();
    double perSecond = watch.stop().perSecond(demands.size());
    int kept = journal.all("awards").size();
    if (kept != demands.size())
      throw new IllegalStateException(kept + " of " + demands.size() + " placed");
    return perSecond;
  }

  private static Slot choose(CapacityIndex index, Demand demand) {
    synchronized (index) {
      return index.place(demand).orElseThrow();
    }
  }

  private static void award(Journal journal, int number, Slot slot) {
    var award =
        new CanonicalJson()
            .beginObject()
            .name("v")
            .value(1)
            .name("allocation")
            .value("allocation-" + number)
            .name("provider")
            .value(slot.provider().toString())
            .name("slot")
            .value(slot.number())
            .name("part")
            .value(slot.part().toString())
            .endObject()
            .toBytes();
    var change = new Change.Put(new EntryKey("awards", "award-" + number), award);
    var _ = journal.commit(Batch.of(change));
  }
}
