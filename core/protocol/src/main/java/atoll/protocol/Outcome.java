package atoll.protocol;

import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;

/** The answer {@code {"OK":…,"Error":…}} that most requests get (DMS §4.6–4.8). */
public record Outcome(boolean ok, String error) {
  public static final Outcome DONE = new Outcome(true, "");

  public static Outcome failed(String why) {
    return new Outcome(false, why);
  }

  public byte[] toJson() {
    return new CanonicalJson(64)
        .beginObject()
        .name("OK")
        .value(ok)
        .name("Error")
        .value(error)
        .endObject()
        .toBytes();
  }

  /**
   * @throws atoll.kernel.json.MalformedJsonException if the bytes are no such answer
   */
  public static Outcome parse(byte[] json) {
    var fields = Fields.of(StrictJson.MESSAGE.read(json));
    return new Outcome(fields.truth("OK"), fields.optionalText("Error").orElse(""));
  }
}
