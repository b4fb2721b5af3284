package atoll.protocol;

import atoll.kernel.ExecutorKind;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.market.Coordinates;
import atoll.market.FreePorts;
import atoll.market.Offer;
import atoll.market.Price;
import atoll.market.ProviderId;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a provider has now, on the wire; ours, sent beside a bid to orchestrators that ask for it.
 */
public final class OfferWire {
  private OfferWire() {}

  public static void write(CanonicalJson out, Offer offer) {
    out.beginObject().name("Total");
    ResourceWire.write(out, offer.total());
    ResourceWire.write(out.name("Free"), offer.free());
    out.name("ClockSpeed").value(offer.clockHertz());
    offer.architecture().ifPresent(a -> out.name("Architecture").value(a));
    out.name("Executors").beginArray();
    offer.executors().stream().sorted().forEach(kind -> out.value(kind.wireName()));
    LocationWire.write(out.endArray().name("Location"), offer.location());
    offer
        .coordinates()
        .ifPresent(at ->
            out.name("Coordinates")
                .beginObject()
                .name("Latitude")
                .raw(decimal(at.latitude()))
                .name("Longitude")
                .raw(decimal(at.longitude()))
                .endObject());
    out.name("Ports")
        .beginObject()
        .name("From")
        .value(offer.ports().from())
        .name("To")
        .value(offer.ports().to())
        .name("Taken")
        .beginArray();
    offer.ports().taken().stream().sorted().forEach(port -> out.value((long) port));
    out.endArray().endObject().name("PrivilegedDocker").value(offer.privilegedAllowed());
    offer
        .price()
        .ifPresent(p -> out.name("MicroCreditsPerCoreHour").value(p.microCreditsPerCoreHour()));
    out.name("Caveats").beginArray();
    offer.caveats().forEach(out::value);
    out.endArray().endObject();
  }

  /**
   * @throws MalformedJsonException if a member is missing or makes no sense
   */
  public static Offer read(ProviderId provider, Fields fields) {
    try {
      var executors = new LinkedHashSet<ExecutorKind>();
      fields
          .texts("Executors")
          .forEach(text ->
              ExecutorKind.parse(text).ifPresent(executors::add)); // a newer peer may have more
      var ports = fields.object("Ports");
      return new Offer(
          provider,
          ResourceWire.resources(fields.object("Total")),
          ResourceWire.resources(fields.object("Free")),
          fields.optionalInteger("ClockSpeed").orElse(0L),
          fields.optionalText("Architecture"),
          executors,
          LocationWire.read(fields.object("Location")),
          fields.optionalObject("Coordinates").map(OfferWire::coordinates),
          new FreePorts(
              Math.toIntExact(ports.integer("From")),
              Math.toIntExact(ports.integer("To")),
              new HashSet<>(ports.list("Taken", node -> Ports.require(node.asInt(-1))))),
          fields.truth("PrivilegedDocker"),
          fields.optionalInteger("MicroCreditsPerCoreHour").map(Price::new),
          Optional.empty(),
          fields.texts("Caveats"));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MalformedJsonException("Offer: " + e.getMessage());
    }
  }

  private static Coordinates coordinates(Fields fields) {
    return new Coordinates(degrees(fields, "Latitude"), degrees(fields, "Longitude"));
  }

  private static double degrees(Fields fields, String name) {
    return fields
        .find(name)
        .filter(JsonNode::isNumber)
        .map(JsonNode::doubleValue)
        .orElseThrow(() ->
            new MalformedJsonException(fields.path() + "." + name + " is not a number of degrees"));
  }

  private static String decimal(double degrees) {
    return java.math.BigDecimal.valueOf(degrees).toPlainString();
  }
}
