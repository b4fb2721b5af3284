package atoll.protocol;

import atoll.kernel.Location;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import java.util.Optional;

/**
 * A location on the wire: members that are unknown are left out, {@code region} is read as {@code
 * continent} (DMS §6.4).
 */
public final class LocationWire {
  private LocationWire() {}

  public static void write(CanonicalJson out, Location location) {
    out.beginObject();
    location.continent().ifPresent(c -> out.name("continent").value(c));
    location.country().ifPresent(c -> out.name("country").value(c));
    location.city().ifPresent(c -> out.name("city").value(c));
    location.asn().ifPresent(a -> out.name("asn").value(a));
    location.isp().ifPresent(i -> out.name("isp").value(i));
    out.endObject();
  }

  public static Location read(Fields fields) {
    return new Location(
        named(fields, "continent").or(() -> named(fields, "region")),
        named(fields, "country"),
        named(fields, "city"),
        named(fields, "asn"),
        named(fields, "isp"));
  }

  private static Optional<String> named(Fields fields, String name) {
    return fields.optionalText(name).filter(text -> !text.isBlank());
  }
}
