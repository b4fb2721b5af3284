package atoll.protocol;

import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import java.util.Arrays;

/**
 * A part of an allocation's output (DMS §4.7).
 *
 * @param end whether nothing will follow {@code nextOffset}
 * @param error empty unless it could not be read
 */
public record LogsAnswer(
    long offset, long nextOffset, long totalSize, boolean end, byte[] data, String error) {
  public byte[] toJson() {
    return new CanonicalJson(data.length * 2 + 128)
        .beginObject()
        .name("offset")
        .value(offset)
        .name("next_offset")
        .value(nextOffset)
        .name("total_size")
        .value(totalSize)
        .name("eof")
        .value(end)
        .name("data")
        .value(data)
        .name("Error")
        .value(error)
        .endObject()
        .toBytes();
  }

  /**
   * @throws atoll.kernel.json.MalformedJsonException if the bytes are no such answer
   */
  public static LogsAnswer parse(byte[] json) {
    var fields = Fields.of(StrictJson.MESSAGE.read(json));
    long offset = fields.optionalInteger("offset").orElse(0L);
    return new LogsAnswer(
        offset,
        fields.optionalInteger("next_offset").orElse(offset),
        fields.optionalInteger("total_size").orElse(0L),
        fields.truth("eof"),
        fields.bytes("data"),
        fields.optionalText("Error").orElse(""));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogsAnswer that
        && offset == that.offset
        && nextOffset == that.nextOffset
        && totalSize == that.totalSize
        && end == that.end
        && error.equals(that.error)
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(nextOffset) + Arrays.hashCode(data);
  }
}
