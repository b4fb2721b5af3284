package atoll.market;

import atoll.kernel.ResourceDemand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Many providers in memory, out of which single demands are placed at speed, one after the other,
 * by the same rules and score as {@link PlacementSearch}. What is placed is taken from what is free
 * until it is released. Has one owner: it is not for several threads at once.
 *
 * <p>All that decides most cases lies in arrays, side by side, so that one pass over thousands of
 * providers stays in the processor's cache; the rest of the rules is asked only of a provider that
 * would be the best so far.
 */
public final class CapacityIndex {
  private static final int GONE = -1;

  private final Scoring scoring;
  private final long seed;
  private final Map<ProviderId, Integer> numberOf = new HashMap<>();
  private final List<Shelf> shelves = new ArrayList<>();
  private long lastSlot;
  private long[] freeMillicores = {};
  private long[] freeMemory = {};
  private long[] freeDisk = {};
  private double[] standing = {};
  private double[] perMillicore = {};
  private double[] perByteOfMemory = {};
  private double[] perByteOfDisk = {};
  private long[] ties = {};

  /**
   * @param seed decides between providers that are equally good
   */
  public CapacityIndex(PlacementPolicy policy, long seed) {
    scoring = new Scoring(policy);
    this.seed = seed;
  }

  /**
   * Adds a provider, or replaces what is known of it.
   *
   * @param offer free is what there would be without this index's own slots, which stay
   */
  public void update(Offer offer) {
    Integer known = numberOf.get(offer.provider());
    if (known != null) {
      shelves.get(known).replace(offer);
      refresh(known);
      return;
    }
    int number = shelves.size();
    numberOf.put(offer.provider(), number);
    shelves.add(new Shelf(offer));
    if (number == ties.length) grow();
    ties[number] = Ties.number(offer.provider(), seed);
    refresh(number);
  }

  /** Forgets a provider and its slots; unknown ones are ignored. */
  public void remove(ProviderId provider) {
    Integer number = numberOf.remove(provider);
    if (number == null) return;
    int last = shelves.size() - 1;
    if (number != last) {
      var moved = shelves.get(last);
      shelves.set(number, moved);
      numberOf.put(moved.room().offer().provider(), number);
      ties[number] = ties[last];
      refresh(number);
    }
    shelves.removeLast();
  }

  public int size() {
    return shelves.size();
  }

  /** Takes the best provider that fits, or empty if none does. */
  public Optional<Slot> place(Demand demand) {
    int best = best(demand);
    if (best == GONE) return Optional.empty();
    var shelf = shelves.get(best);
    var slot =
        new Slot(++lastSlot, shelf.room().offer().provider(), demand, shelf.room().partFor(demand));
    shelf.give(slot);
    refresh(best);
    return Optional.of(slot);
  }

  /**
   * Gives capacity back.
   *
   * @return false if the slot was released before, or its provider removed
   */
  public boolean release(Slot slot) {
    Integer number = numberOf.get(slot.provider());
    if (number == null || !shelves.get(number).takeBack(slot)) return false;
    refresh(number);
    return true;
  }

  /** What stands against each provider for a demand, now. */
  public Stream<Explanation> explain(Demand demand) {
    return shelves.stream()
        .map(shelf ->
            new Explanation(
                shelf.room().offer().provider(),
                demand.node(),
                Matching.check(demand, shelf.room())));
  }

  private int best(Demand demand) {
    long millicores = demand.resources().cpu().millicores();
    long memory = demand.resources().memory().bytes();
    long disk = demand.resources().disk().bytes();
    int best = GONE;
    double bestScore = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < shelves.size(); i++) {
      if (millicores > freeMillicores[i] || memory > freeMemory[i] || disk > freeDisk[i]) continue;
      double score =
          standing[i]
              + millicores * perMillicore[i]
              + memory * perByteOfMemory[i]
              + disk * perByteOfDisk[i];
      if ((score > bestScore || (score == bestScore && ties[i] < ties[best]))
          && Matching.fits(demand, shelves.get(i).room())) {
        best = i;
        bestScore = score;
      }
    }
    return best;
  }

  /** The score is a straight line in what is asked for; keeps its foot and its slopes. */
  private void refresh(int number) {
    var room = shelves.get(number).room();
    var offer = room.offer();
    var total = offer.total();
    freeMillicores[number] = room.free().cpu().millicores();
    freeMemory[number] = room.free().memory().bytes();
    freeDisk[number] = room.free().disk().bytes();
    double used = Scoring.usedShare(ResourceDemand.NONE, room.free(), total);
    standing[number] = scoring.ofProvider(offer) + scoring.fitWeight * scoring.fit(used);
    double slope = scoring.fitWeight * (scoring.fit(1) - scoring.fit(0)) / 3;
    perMillicore[number] = slope(slope, total.cpu().millicores());
    perByteOfMemory[number] = slope(slope, total.memory().bytes());
    perByteOfDisk[number] = slope(slope, total.disk().bytes());
  }

  private static double slope(double slope, long total) {
    return total == 0 ? 0 : slope / total;
  }

  private void grow() {
    int length = Math.max(64, 2 * ties.length);
    freeMillicores = Arrays.copyOf(freeMillicores, length);
    freeMemory = Arrays.copyOf(freeMemory, length);
    freeDisk = Arrays.copyOf(freeDisk, length);
    standing = Arrays.copyOf(standing, length);
    perMillicore = Arrays.copyOf(perMillicore, length);
    perByteOfMemory = Arrays.copyOf(perByteOfMemory, length);
    perByteOfDisk = Arrays.copyOf(perByteOfDisk, length);
    ties = Arrays.copyOf(ties, length);
  }
}
