package atoll.kernel;

import java.util.Locale;
import java.util.Optional;

/**
 * Where a machine is, or where one is wanted: ISO continent and country codes, then city, network
 * number and carrier. In a wish, what is absent matches anything; of a machine, what is absent is
 * unknown and matches nothing that was named.
 */
public record Location(
    Optional<String> continent,
    Optional<String> country,
    Optional<String> city,
    Optional<String> asn,
    Optional<String> isp) {
  public static final Location UNKNOWN =
      new Location(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public static Location of(String continent, String country, String city) {
    return new Location(
        named(continent), named(country), named(city), Optional.empty(), Optional.empty());
  }

  /**
   * Whether this wish is met by {@code place}; codes and names are compared without case
   * (specs/README, dms).
   */
  public boolean isMetBy(Location place) {
    return met(continent, place.continent)
        && met(country, place.country)
        && met(city, place.city)
        && met(asn, place.asn)
        && met(isp, place.isp);
  }

  public boolean isUnknown() {
    return equals(UNKNOWN);
  }

  /** For people: {@code EU/DE/Berlin}, or {@code unknown}. */
  @Override
  public String toString() {
    if (isUnknown()) return "unknown";
    var text = new StringBuilder(continent.orElse("?"));
    country.ifPresent(c -> text.append('/').append(c));
    city.ifPresent(c -> text.append('/').append(c));
    asn.ifPresent(a -> text.append(" AS").append(a));
    isp.ifPresent(i -> text.append(' ').append(i));
    return text.toString();
  }

  private static Optional<String> named(String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(text);
  }

  private static boolean met(Optional<String> wanted, Optional<String> actual) {
    return wanted.isEmpty()
        || actual.isPresent()
            && actual.get().toLowerCase(Locale.ROOT).equals(wanted.get().toLowerCase(Locale.ROOT));
  }
}
