package atoll.web;

import java.util.LinkedHashMap;
import java.util.Map;

/** Headers and one more. */
final class With {
  private With() {}

  static Map<String, String> more(Map<String, String> headers, String name, String value) {
    var all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return all;
  }
}
