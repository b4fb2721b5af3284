package atoll.market;

import atoll.kernel.ExecutorKind;
import atoll.kernel.Location;
import atoll.kernel.Resources;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a provider says that it has now: everything that decides whether a demand fits, and all that
 * plan and explain need. A provider has one offer at a time, the newest.
 *
 * @param total what was onboarded, busy or not
 * @param free what nobody holds; never more than the total
 * @param clockHertz the processor's clock, or 0 if it is not known
 * @param architecture as the machine names it: {@code amd64} or {@code x86_64}
 * @param coordinates as the provider's configuration states them
 * @param privilegedAllowed whether privileged containers may run here
 * @param price absent if nothing is asked
 * @param roundTrip to whoever collected the offer, as that party measured it
 * @param caveats what this provider cannot hold to, in words for people
 */
public record Offer(
    ProviderId provider,
    Resources total,
    Resources free,
    long clockHertz,
    Optional<String> architecture,
    Set<ExecutorKind> executors,
    Location location,
    Optional<Coordinates> coordinates,
    FreePorts ports,
    boolean privilegedAllowed,
    Optional<Price> price,
    Optional<Duration> roundTrip,
    List<String> caveats) {

  public Offer {
    if (!free.fitsIn(total))
      throw new IllegalArgumentException("provider " + provider + " offers more than it has");
    if (clockHertz < 0)
      throw new IllegalArgumentException("clock is negative: " + clockHertz + " Hz");
    executors = Collections.unmodifiableSet(copyOf(executors));
    caveats = List.copyOf(caveats);
  }

  /** The same machine with nothing running on it. */
  Offer idle() {
    return new Offer(
        provider,
        total,
        total,
        clockHertz,
        architecture,
        executors,
        location,
        coordinates,
        new FreePorts(ports.from(), ports.to(), Set.of()),
        privilegedAllowed,
        price,
        roundTrip,
        caveats);
  }

  /** Where the machine is, if it says so or its city is known. */
  Optional<Coordinates> whereabouts(Gazetteer gazetteer) {
    return coordinates.or(() ->
        location
            .country()
            .flatMap(country -> location.city().flatMap(city -> gazetteer.find(country, city))));
  }

  static EnumSet<ExecutorKind> copyOf(Set<ExecutorKind> kinds) {
    return kinds.isEmpty() ? EnumSet.noneOf(ExecutorKind.class) : EnumSet.copyOf(kinds);
  }
}
