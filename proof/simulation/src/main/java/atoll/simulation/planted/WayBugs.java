package atoll.simulation.planted;

import atoll.simulation.world.Adapters;
import atoll.simulation.world.Fate;
import atoll.simulation.world.Scenario;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Ways that never do what ways do sooner or later. */
final class WayBugs {
  private static final Duration AN_HOUR = Duration.ofHours(1);

  private WayBugs() {}

  static List<Bug> all() {
    return List.of(
        bug(
            "network-changes-bytes",
            "one byte of every message from p1 is changed, for ever",
            WayBugs::changing),
        bug("network-deaf-host", "nothing ever reaches p2", inner -> losing(inner, "", "p2")),
        bug("network-mute-host", "nothing that o1 sends arrives", inner -> losing(inner, "o1", "")),
        bug(
            "network-loses-shutdowns",
            "messages that end an allocation never arrive",
            inner -> losingAll(inner, "/allocation/shutdown")),
        bug(
            "network-loses-starts",
            "messages that start an allocation never arrive",
            inner -> losingAll(inner, "/dms/allocation/start")),
        bug(
            "network-crawls",
            "every message takes an hour",
            inner ->
                parcel ->
                    inner.of(parcel).stream()
                        .map(a -> new Fate.Arrival(a.after().plus(AN_HOUR), a.bytes()))
                        .toList()),
        bug(
            "network-mixes-messages-up",
            "what arrives is what was sent before it",
            WayBugs::mixing));
  }

  private static Bug bug(String name, String about, UnaryOperator<Fate> wrap) {
    return new Bug(name, about, Scenario.CALM, () -> Adapters.HONEST.fate(wrap));
  }

  private static Fate changing(Fate inner) {
    return parcel -> {
      if (!parcel.from().equals("p1")) return inner.of(parcel);
      var changed = new ArrayList<Fate.Arrival>();
      for (var arrival : inner.of(parcel)) {
        var bytes = arrival.bytes().clone();
        bytes[bytes.length / 2] ^= 1;
        changed.add(new Fate.Arrival(arrival.after(), bytes));
      }
      return changed;
    };
  }

  /** Loses what goes from one host, or to one. */
  private static Fate losing(Fate inner, String from, String to) {
    return parcel ->
        parcel.from().equals(from) || parcel.to().equals(to) ? List.of() : inner.of(parcel);
  }

  private static Fate losingAll(Fate inner, String behaviour) {
    return parcel ->
        new String(parcel.bytes(), StandardCharsets.ISO_8859_1).contains(behaviour + "\"")
            ? List.of()
            : inner.of(parcel);
  }

  private static Fate mixing(Fate inner) {
    return new Fate() {
      private byte[] earlier = {};

      @Override
      public List<Arrival> of(Parcel parcel) {
        var arrivals = new ArrayList<Arrival>();
        for (var arrival : inner.of(parcel)) {
          arrivals.add(new Arrival(arrival.after(), earlier));
          earlier = arrival.bytes();
        }
        return arrivals;
      }
    };
  }
}
