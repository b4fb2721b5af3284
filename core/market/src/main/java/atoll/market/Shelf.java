package atoll.market;

import atoll.kernel.Resources;
import java.util.LinkedHashMap;
import java.util.Map;

/** One provider in a {@link CapacityIndex}: its offer, and the slots that were given out of it. */
final class Shelf {
  private final Map<Long, Slot> slots = new LinkedHashMap<>();
  private Room room;
  private boolean overdrawn;

  Shelf(Offer offer) {
    room = Room.of(offer);
  }

  Room room() {
    return room;
  }

  void give(Slot slot) {
    room = room.with(slot.demand(), slot.part());
    slots.put(slot.number(), slot);
  }

  boolean takeBack(Slot slot) {
    if (!slots.remove(slot.number(), slot)) return false;
    if (overdrawn) replace(room.offer());
    else room = room.without(slot.demand(), slot.part());
    return true;
  }

  /**
   * A new offer, out of which the same slots come; where it is too small for them, none is left.
   */
  void replace(Offer offer) {
    overdrawn = false;
    room = Room.of(offer);
    for (var slot : slots.values()) {
      boolean fits = slot.part().fitsIn(room.free());
      overdrawn |= !fits || !room.hasPortsFor(slot.demand());
      room =
          fits
              ? room.with(slot.demand(), slot.part())
              : new Room(offer, Resources.NONE, room.taken(), 0, room.nodes() + 1);
    }
  }
}
