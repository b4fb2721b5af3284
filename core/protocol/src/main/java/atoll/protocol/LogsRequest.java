package atoll.protocol;

import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;

/**
 * Asks for a part of an allocation's output (DMS §4.7, the chunked form). Ours: which stream, and
 * how long to wait for bytes.
 *
 * @param allocation full id or manifest key
 * @param stderr whether the error stream is meant
 */
public record LogsRequest(
    String allocation, boolean stderr, long offset, int maxBytes, long waitMillis) {
  /** The most that is read at once. */
  public static final int MAX_BYTES = 1 << 19;

  public byte[] toJson() {
    return new CanonicalJson(128)
        .beginObject()
        .name("AllocName")
        .value(allocation)
        .name("stream")
        .value(stderr ? "stderr" : "stdout")
        .name("offset")
        .value(offset)
        .name("max_bytes")
        .value(maxBytes)
        .name("wait_ms")
        .value(waitMillis)
        .endObject()
        .toBytes();
  }

  /**
   * @throws MalformedJsonException if the bytes are no such request
   */
  public static LogsRequest parse(byte[] json) {
    var fields = Fields.of(StrictJson.MESSAGE.read(json));
    long offset = fields.optionalInteger("offset").orElse(0L);
    long max = fields.optionalInteger("max_bytes").orElse((long) MAX_BYTES);
    long wait = fields.optionalInteger("wait_ms").orElse(0L);
    if (offset < 0 || max < 1 || wait < 0)
      throw new MalformedJsonException("offset, max_bytes or wait_ms is negative or nothing");
    return new LogsRequest(
        fields.text("AllocName"),
        fields.optionalText("stream").orElse("stdout").equals("stderr"),
        offset,
        (int) Math.min(max, MAX_BYTES),
        Math.min(wait, 30_000));
  }

  /**
   * Whether this form was asked for, or the v0.5 form that wants both streams whole in one message.
   */
  public static boolean isChunked(byte[] json) {
    var fields = Fields.of(StrictJson.MESSAGE.read(json));
    return fields.find("offset").isPresent()
        || fields.find("max_bytes").isPresent()
        || fields.find("ack").isPresent();
  }
}
