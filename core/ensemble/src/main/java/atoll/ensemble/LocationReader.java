package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import atoll.kernel.Location;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a node may be (DMS §6.4, §15.3.16): ISO codes in any case. {@code region} and {@code
 * continent} are one member; a continent's English name is turned into its code, since a name would
 * match no provider (§15.1 W11).
 */
final class LocationReader {
  private static final Set<String> CONTINENTS = Set.of("AF", "AN", "AS", "EU", "NA", "OC", "SA");

  private static final Map<String, String> NAMES =
      Map.of(
          "africa", "AF",
          "antarctica", "AN",
          "asia", "AS",
          "europe", "EU",
          "northamerica", "NA",
          "oceania", "OC",
          "australia", "OC",
          "southamerica", "SA");

  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  private static final String EXAMPLE = "location: {accept: [{continent: EU}]}";

  private LocationReader() {}

  static LocationRule rule(Value value) {
    var members = value.members("a mapping", EXAMPLE);
    var rule = new LocationRule(places(members, "accept"), places(members, "reject"));
    members.refuseOthers();
    return rule;
  }

  private static List<Location> places(Members members, String name) {
    return members
        .find(name)
        .map(v -> v.items(EXAMPLE).stream().map(LocationReader::place).toList())
        .orElse(List.of());
  }

  private static Location place(Value value) {
    var members = value.members("a mapping", "{continent: EU, country: DE}");
    var continent = members.find("continent");
    var region = members.find("region");
    if (continent.isEmpty() && region.isEmpty()) members.missing("continent", "continent: EU");
    var code = continent.map(LocationReader::continent);
    var other = region.map(LocationReader::continent);
    if (code.isPresent() && other.isPresent() && !code.equals(other))
      region.get().problem(Code.MISMATCH, "differs from continent, which is the same", "keep one");
    var country = members.find("country");
    var city = members.find("city");
    if (city.isPresent() && country.isEmpty())
      city.get().problem(Code.MISSING, "a city needs its country", "country: DE");
    var place =
        new Location(
            code.or(() -> other),
            country.map(LocationReader::country),
            city.map(Value::word),
            members.find("asn").map(Value::word),
            members.find("isp").map(Value::word));
    members.refuseOthers();
    return place;
  }

  private static String continent(Value value) {
    var text = value.word();
    var code = NAMES.getOrDefault(Said.key(text).replace(" ", ""), text.toUpperCase(Locale.ROOT));
    if (value.reading().ofFile() && !text.isEmpty() && !CONTINENTS.contains(code))
      value.problem(
          Code.UNKNOWN_VALUE,
          Said.quote(text) + " is no continent",
          "AF, AN, AS, EU, NA, OC or SA");
    return code;
  }

  private static String country(Value value) {
    var text = value.word();
    var code = text.toUpperCase(Locale.ROOT);
    if (value.reading().ofFile() && !text.isEmpty() && !COUNTRIES.contains(code))
      value.problem(
          Code.UNKNOWN_VALUE,
          Said.quote(text) + " is no ISO 3166 country code",
          countryNamed(text).map(c -> "did you mean " + c + "?").orElse("two letters, like DE"));
    return code;
  }

  private static Optional<String> countryNamed(String text) {
    if (text.equalsIgnoreCase("UK")) return Optional.of("GB");
    return Optional.ofNullable(CountryNames.CODES.get(text.toLowerCase(Locale.ROOT)));
  }

  /** Made when the first name is met, since it takes a while. */
  private static final class CountryNames {
    static final Map<String, String> CODES =
        COUNTRIES.stream()
            .collect(
                Collectors.toMap(
                    code ->
                        Locale.of("", code)
                            .getDisplayCountry(Locale.ENGLISH)
                            .toLowerCase(Locale.ROOT),
                    code -> code,
                    (one, _) -> one));
  }
}
