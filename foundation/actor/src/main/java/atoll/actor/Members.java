package atoll.actor;

import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The members of a signed object. What is not known, or is spelt in another case, is refused: it
 * would be lost before the signature is verified, and parsers would differ in it (DMS §2.3).
 */
final class Members {
  private Members() {}

  static Fields of(String what, JsonNode node, Set<String> known) {
    var fields = Fields.of(node);
    for (var member : node.properties())
      if (!known.contains(member.getKey()))
        throw new MalformedJsonException(
            what + " has the unknown member " + shown(member.getKey()));
    return fields;
  }

  private static String shown(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "…";
  }
}
