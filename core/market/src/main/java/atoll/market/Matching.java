package atoll.market;

import atoll.ensemble.Architecture;
import atoll.ensemble.LocationRule;
import atoll.kernel.Location;
import atoll.market.Reason.ArchitectureDiffers;
import atoll.market.Reason.ClockTooSlow;
import atoll.market.Reason.Excluded;
import atoll.market.Reason.ExecutorMissing;
import atoll.market.Reason.LocationNotAccepted;
import atoll.market.Reason.LocationRejected;
import atoll.market.Reason.LocationUnknown;
import atoll.market.Reason.NotPinned;
import atoll.market.Reason.PrivilegedNotAllowed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether one demand fits one offer, taken by themselves. */
public final class Matching {
  private Matching() {}

  /** Every reason against it; none if it fits. */
  public static List<Reason> check(Demand demand, Offer offer) {
    return check(demand, Room.of(offer));
  }

  static List<Reason> check(Demand demand, Room room) {
    var reasons = new ArrayList<Reason>(0);
    collectLasting(demand, room.offer(), reasons);
    room.collect(demand, reasons);
    return reasons.isEmpty() ? List.of() : reasons;
  }

  static boolean fits(Demand demand, Room room) {
    return room.fits(demand) && suits(demand, room.offer());
  }

  /** Whether nothing but a lack of room can stand against it. */
  static boolean suits(Demand demand, Offer offer) {
    var reasons = new ArrayList<Reason>(0);
    collectLasting(demand, offer, reasons);
    return reasons.isEmpty();
  }

  private static void collectLasting(Demand demand, Offer offer, List<Reason> reasons) {
    demand
        .pinned()
        .filter(pinned -> !pinned.equals(offer.provider()))
        .ifPresent(pinned -> reasons.add(new NotPinned(pinned)));
    if (demand.excluded().contains(offer.provider())) reasons.add(new Excluded());
    for (var executor : demand.executors())
      if (!offer.executors().contains(executor))
        reasons.add(new ExecutorMissing(executor, offer.executors()));
    if (demand.privileged() && !offer.privilegedAllowed()) reasons.add(new PrivilegedNotAllowed());
    long clock = demand.resources().clockHertz();
    if (clock > offer.clockHertz()) reasons.add(new ClockTooSlow(clock, offer.clockHertz()));
    demand
        .resources()
        .architecture()
        .ifPresent(asked ->
            offer
                .architecture()
                .filter(offered -> !Architecture.same(asked, offered))
                .ifPresent(offered -> reasons.add(new ArchitectureDiffers(asked, offered))));
    collectLocation(demand.location(), offer.location(), reasons);
  }

  /** Reject wins over accept (specs/README, dms; A29). */
  private static void collectLocation(LocationRule rule, Location place, List<Reason> reasons) {
    if (rule.admits(place)) return;
    var rejected = rule.reject().stream().filter(wish -> wish.isMetBy(place)).findFirst();
    if (rejected.isPresent()) reasons.add(new LocationRejected(place, rejected.get()));
    else if (rule.accept().stream().anyMatch(wish -> couldBe(wish, place)))
      reasons.add(new LocationUnknown(place, rule.accept()));
    else reasons.add(new LocationNotAccepted(place, rule.accept()));
  }

  /** Whether a place that left things unsaid would meet the wish if it said the right ones. */
  private static boolean couldBe(Location wish, Location place) {
    return couldBe(wish.continent(), place.continent())
        && couldBe(wish.country(), place.country())
        && couldBe(wish.city(), place.city())
        && couldBe(wish.asn(), place.asn())
        && couldBe(wish.isp(), place.isp());
  }

  private static boolean couldBe(Optional<String> wanted, Optional<String> actual) {
    return wanted.isEmpty()
        || actual.isEmpty()
        || wanted.get().toLowerCase(Locale.ROOT).equals(actual.get().toLowerCase(Locale.ROOT));
  }
}
