package atoll.protocol;

import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;

/**
 * Asks an orchestrator for a piece of a carried module; the answer is a {@link LogsAnswer} of its
 * bytes.
 */
public record ModuleRequest(String sha256, int offset) {
  /** How much one answer holds at most. */
  public static final int PIECE = 256 << 10;

  public byte[] toJson() {
    return new CanonicalJson(128)
        .beginObject()
        .name("sha256")
        .value(sha256)
        .name("offset")
        .value(offset)
        .endObject()
        .toBytes();
  }

  /**
   * @throws MalformedJsonException if the bytes are no such request
   */
  public static ModuleRequest parse(byte[] json) {
    var fields = Fields.of(StrictJson.MESSAGE.read(json));
    long offset = fields.integer("offset");
    if (offset < 0 || offset > CarriedModule.LARGEST)
      throw new MalformedJsonException("offset is not within a module");
    return new ModuleRequest(fields.text("sha256"), (int) offset);
  }

  /** The piece of {@code module} that is asked for. */
  public LogsAnswer answer(byte[] module) {
    int from = Math.min(offset, module.length);
    int to = Math.min(module.length, from + PIECE);
    return new LogsAnswer(
        from,
        to,
        module.length,
        to == module.length,
        java.util.Arrays.copyOfRange(module, from, to),
        "");
  }
}
