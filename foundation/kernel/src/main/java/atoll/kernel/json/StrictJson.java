package atoll.kernel.json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON from outside: refuses duplicate members, more than one document, nesting deeper than a
 * limit, long numbers, and documents over a size, all before a tree is built. Thread-safe.
 */
public final class StrictJson {
  /** For messages between actors: 1 MiB, depth 64. */
  public static final StrictJson MESSAGE = new StrictJson(1 << 20, 64);

  private final int maxBytes;
  private final JsonMapper mapper;

  public StrictJson(int maxBytes, int maxDepth) {
    this.maxBytes = maxBytes;
    var limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(maxDepth)
            .maxStringLength(maxBytes)
            .maxDocumentLength(maxBytes)
            .maxNumberLength(64)
            .build();
    mapper =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(limits)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
  }

  /**
   * @throws MalformedJsonException if the bytes are not one JSON document within the limits
   */
  public JsonNode read(byte[] bytes) {
    if (bytes.length > maxBytes)
      throw new MalformedJsonException(
          "document has " + bytes.length + " bytes, at most " + maxBytes + " are read");
    try {
      var tree = mapper.readTree(bytes);
      if (tree.isMissingNode()) throw new MalformedJsonException("document is empty");
      return tree;
    } catch (JacksonException e) {
      var at = e.getLocation();
      var where =
          at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
      throw new MalformedJsonException(e.getOriginalMessage() + where);
    } catch (NumberFormatException e) {
      throw new MalformedJsonException("a number has an exponent beyond any use");
    }
  }
}
