package atoll.hardware;

import atoll.kernel.json.StrictJson;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/**
 * JSON as tools write it. A class of its own, so that a machine without such tools loads no JSON
 * reader.
 */
final class ToolJson {
  private static final StrictJson JSON = new StrictJson(4 << 20, 32);

  private ToolJson() {}

  /**
   * @throws atoll.kernel.json.MalformedJsonException if it is none
   */
  static JsonNode read(String text) {
    return JSON.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
