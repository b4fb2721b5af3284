package atoll.protocol;

import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer to a commit: whether it is held, and (ours) which public port leads to which port of
 * the workload.
 */
public record CommitAnswer(boolean ok, String error, Map<Integer, Integer> ports) {
  public CommitAnswer {
    ports = Map.copyOf(ports);
  }

  public static CommitAnswer refused(String why) {
    return new CommitAnswer(false, why, Map.of());
  }

  public byte[] toJson() {
    var out =
        new CanonicalJson(128)
            .beginObject()
            .name("OK")
            .value(ok)
            .name("Error")
            .value(error)
            .name("PortMapping")
            .beginObject();
    new TreeMap<>(ports).forEach((open, inside) -> out.name(open.toString()).value((long) inside));
    return out.endObject().endObject().toBytes();
  }

  /**
   * @throws MalformedJsonException if the bytes are no such answer
   */
  public static CommitAnswer parse(byte[] json) {
    var fields = Fields.of(StrictJson.MESSAGE.read(json));
    var ports = new TreeMap<Integer, Integer>();
    try {
      fields
          .map("PortMapping")
          .forEach((open, inside) ->
              ports.put(Ports.require(Integer.parseInt(open)), Ports.require(inside.asInt(-1))));
    } catch (NumberFormatException e) {
      throw new MalformedJsonException("PortMapping has a member that is no port");
    }
    return new CommitAnswer(fields.truth("OK"), fields.optionalText("Error").orElse(""), ports);
  }
}
