package atoll.market;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Many providers in memory, out of which single demands are placed at speed, one after the other,
 * by the same rules and score as {@link PlacementSearch}. What is placed is taken from what is free
 * until it is released. Has one owner: it is not for several threads at once.
 */
public final class CapacityIndex {
  private final Columns columns;
  private final long seed;
  private final Map<ProviderId, Integer> numberOf = new HashMap<>();
  private final List<Shelf> shelves = new ArrayList<>();
  private long lastSlot;

  /**
   * @param seed decides between providers that are equally good
   */
  public CapacityIndex(PlacementPolicy policy, long seed) {
    columns = new Columns(new Scoring(policy));
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
    put(number);
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
      put(number);
    }
    shelves.removeLast();
    columns.removeLast();
  }

  public int size() {
    return shelves.size();
  }

  /** Takes the best provider that fits, or empty if none does. */
  public Optional<Slot> place(Demand demand) {
    int best =
        columns.best(
            demand.resources(), number -> Matching.fits(demand, shelves.get(number).room()));
    if (best == Columns.NONE) return Optional.empty();
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

  private void put(int number) {
    var room = shelves.get(number).room();
    columns.put(number, room, Ties.number(room.offer().provider(), seed));
  }

  private void refresh(int number) {
    columns.refresh(number, shelves.get(number).room());
  }
}
