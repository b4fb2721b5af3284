package atoll.kernel.json;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * The members of a JSON object, found by name without regard to case, since the original's versions
 * differ in it (DMS §4). A member of the wrong type is refused with its path.
 */
public final class Fields {
  private final String path;
  private final Map<String, JsonNode> members = new LinkedHashMap<>();

  private Fields(String path, JsonNode object) {
    this.path = path;
    if (!object.isObject())
      throw new MalformedJsonException((path.isEmpty() ? "document" : path) + " is not an object");
    for (var member : object.properties())
      if (members.put(lower(member.getKey()), member.getValue()) != null)
        throw new MalformedJsonException(
            pathOf(member.getKey()) + " is given twice, in different case");
  }

  /**
   * @throws MalformedJsonException if {@code object} is no object, or has a name twice in different
   *     case
   */
  public static Fields of(JsonNode object) {
    return new Fields("", object);
  }

  /** A member that may be absent or null. */
  public Optional<JsonNode> find(String name) {
    var node = members.get(lower(name));
    return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  public String text(String name) {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  public Optional<String> optionalText(String name) {
    return find(name)
        .map(node -> {
          if (!node.isString()) throw wrong(name, "a string");
          return node.stringValue();
        });
  }

  public long integer(String name) {
    return optionalInteger(name).orElseThrow(() -> missing(name));
  }

  /**
   * A whole number; {@code 5.0} counts, since early builds of the original wrote floats (DMS §8.2).
   */
  public Optional<Long> optionalInteger(String name) {
    return find(name)
        .map(node -> {
          if (!node.isNumber()) throw wrong(name, "a number");
          try {
            return node.decimalValue().longValueExact();
          } catch (ArithmeticException e) {
            throw wrong(name, "a whole number within 64 bits");
          }
        });
  }

  public boolean truth(String name) {
    return find(name)
        .map(node -> {
          if (!node.isBoolean()) throw wrong(name, "true or false");
          return node.booleanValue();
        })
        .orElse(false);
  }

  /** Standard base64; absent and null are empty. */
  public byte[] bytes(String name) {
    try {
      return Base64.getDecoder().decode(optionalText(name).orElse(""));
    } catch (IllegalArgumentException e) {
      throw wrong(name, "base64");
    }
  }

  public Fields object(String name) {
    return optionalObject(name).orElseThrow(() -> missing(name));
  }

  public Optional<Fields> optionalObject(String name) {
    return find(name).map(node -> new Fields(pathOf(name), node));
  }

  /** The items of an array; absent and null are empty. */
  public <T> List<T> list(String name, Function<JsonNode, T> item) {
    var items = new ArrayList<T>();
    find(name)
        .ifPresent(node -> {
          if (!node.isArray()) throw wrong(name, "a list");
          node.forEach(n -> items.add(item.apply(n)));
        });
    return items;
  }

  /** The strings of an array; absent and null are empty. */
  public List<String> texts(String name) {
    return list(
        name,
        node -> {
          if (!node.isString()) throw wrong(name, "a list of strings");
          return node.stringValue();
        });
  }

  /** The objects of an array; absent and null are empty. */
  public List<Fields> objects(String name) {
    return list(name, node -> new Fields(pathOf(name) + "[]", node));
  }

  /** The members of an object whose names are data, with their case; absent and null are empty. */
  public Map<String, JsonNode> map(String name) {
    var entries = new LinkedHashMap<String, JsonNode>();
    find(name)
        .ifPresent(node -> {
          if (!node.isObject()) throw wrong(name, "an object");
          node.properties().forEach(e -> entries.put(e.getKey(), e.getValue()));
        });
    return entries;
  }

  public String path() {
    return path;
  }

  private MalformedJsonException missing(String name) {
    return new MalformedJsonException(pathOf(name) + " is missing");
  }

  private MalformedJsonException wrong(String name, String wanted) {
    return new MalformedJsonException(pathOf(name) + " is not " + wanted);
  }

  private String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String lower(String name) {
    return name.toLowerCase(java.util.Locale.ROOT);
  }
}
