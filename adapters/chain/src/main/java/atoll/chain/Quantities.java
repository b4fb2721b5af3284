package atoll.chain;

import com.esaulpaugh.headlong.abi.Address;
import java.math.BigInteger;
import tools.jackson.databind.JsonNode;

/** Values inside answers (EIP-1474). Whatever is not one is an {@link IllegalArgumentException}. */
final class Quantities {
  private Quantities() {}

  static String hex(BigInteger value) {
    return "0x" + value.toString(16);
  }

  static BigInteger number(JsonNode node) {
    var text = text(node);
    if (!text.matches("0x[0-9a-fA-F]{1,64}"))
      throw new IllegalArgumentException("a quantity is 0x and up to 64 hex digits");
    return new BigInteger(text.substring(2), 16);
  }

  static long small(JsonNode node) {
    return number(node).longValueExact();
  }

  static Word word(JsonNode node) {
    return new Word(text(node));
  }

  static Data data(JsonNode node) {
    return new Data(text(node));
  }

  static Address address(JsonNode node) {
    return Addresses.parse(text(node));
  }

  static JsonNode member(JsonNode object, String name) {
    var value = object.isObject() ? object.get(name) : null;
    if (value == null || value.isNull()) throw new IllegalArgumentException(name + " is missing");
    return value;
  }

  private static String text(JsonNode node) {
    if (!node.isString()) throw new IllegalArgumentException("not a string");
    return node.stringValue();
  }
}
