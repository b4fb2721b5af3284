package atoll.simulation.world;

import java.time.Duration;
import java.util.List;

/** What becomes of messages on their way. Planted bugs put their own before the world's. */
public interface Fate {
  /** A message on its way between two hosts, by their names. */
  record Parcel(String from, String to, byte[] bytes) {}

  /** One arrival of a message. */
  record Arrival(Duration after, byte[] bytes) {}

  /** When and as what it arrives; not at all if empty, more than once if repeated. */
  List<Arrival> of(Parcel parcel);
}
