package atoll.infernet.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The members of an object of the file, of whichever type the original takes for them: {@code
 * "3000"} is a number, {@code "yes"} is true (Infernet §1.1). Notes every problem with its key, and
 * goes on.
 */
final class Lax {
  private static final Set<String> TRUE = Set.of("true", "1", "yes", "on", "t", "y");
  private static final Set<String> FALSE = Set.of("false", "0", "no", "off", "f", "n");
  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

  private final @Nullable JsonNode object;
  private final String path;
  private final List<String> problems;

  Lax(@Nullable JsonNode object, String path, List<String> problems) {
    this.path = path;
    this.problems = problems;
    if (object != null && !object.isObject()) {
      problems.add((path.isEmpty() ? "the file" : path) + ": is not an object");
      object = null;
    }
    this.object = object;
  }

  boolean has(String key) {
    return find(key) != null;
  }

  /** Notes a problem of a member. */
  void refuse(String key, String why) {
    problems.add(pathOf(key) + ": " + why);
  }

  private @Nullable JsonNode find(String key) {
    return object == null ? null : object.get(key);
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private <T> T read(String key, T unlessGiven, Function<JsonNode, Optional<T>> as, String wanted) {
    var node = find(key);
    if (node == null) return unlessGiven;
    var value = as.apply(node);
    if (value.isEmpty()) refuse(key, "is not " + wanted);
    return value.orElse(unlessGiven);
  }

  String text(String key, String unlessGiven) {
    return read(key, unlessGiven, Lax::asText, "a string");
  }

  String requiredText(String key) {
    if (!has(key)) refuse(key, "is missing");
    return text(key, "");
  }

  /** Absent and null are nothing. */
  Optional<String> optionalText(String key) {
    var node = find(key);
    if (node == null || node.isNull()) return Optional.empty();
    return Optional.of(text(key, ""));
  }

  boolean truth(String key, boolean unlessGiven) {
    return read(key, unlessGiven, Lax::asTruth, "true or false");
  }

  long whole(String key, long unlessGiven, long least, long most) {
    var value = read(key, BigInteger.valueOf(unlessGiven), Lax::asWhole, "a whole number");
    if (value.compareTo(BigInteger.valueOf(least)) >= 0
        && value.compareTo(BigInteger.valueOf(most)) <= 0) return value.longValueExact();
    refuse(
        key,
        "is not "
            + least
            + (BigInteger.valueOf(most).equals(LARGEST) ? " or more" : " to " + most)
            + ": "
            + value);
    return unlessGiven;
  }

  double seconds(String key, double unlessGiven) {
    double value = read(key, unlessGiven, Lax::asNumber, "a number");
    if (value >= 0 && value <= 1e9) return value;
    refuse(key, "is not a time in seconds: " + value);
    return unlessGiven;
  }

  /** Absent is empty. */
  Lax object(String key) {
    return new Lax(find(key), pathOf(key), problems);
  }

  /** Absent and null are nothing. */
  Optional<Lax> optionalObject(String key) {
    var node = find(key);
    return node == null || node.isNull() ? Optional.empty() : Optional.of(object(key));
  }

  List<Lax> objects(String key) {
    return items(key, (item, where) -> new Lax(item, where, problems));
  }

  List<String> texts(String key) {
    return items(
        key,
        (item, where) -> {
          if (!item.isString()) problems.add(where + ": is not a string");
          return asText(item).orElse("");
        });
  }

  private <T> List<T> items(String key, BiFunction<JsonNode, String, T> read) {
    var node = find(key);
    var items = new ArrayList<T>();
    if (node == null) return items;
    if (!node.isArray()) refuse(key, "is not a list");
    else
      for (int i = 0; i < node.size(); i++)
        items.add(read.apply(node.get(i), pathOf(key) + "[" + i + "]"));
    return items;
  }

  LinkedHashMap<String, JsonNode> map(String key) {
    var members = new LinkedHashMap<String, JsonNode>();
    var node = find(key);
    if (node == null) return members;
    if (!node.isObject()) refuse(key, "is not an object");
    else node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
    return members;
  }

  private static Optional<String> asText(JsonNode node) {
    return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
  }

  private static Optional<Boolean> asTruth(JsonNode node) {
    if (node.isBoolean()) return Optional.of(node.booleanValue());
    if (node.isString()) {
      var text = node.stringValue().toLowerCase(Locale.ROOT);
      if (TRUE.contains(text)) return Optional.of(true);
      return FALSE.contains(text) ? Optional.of(false) : Optional.empty();
    }
    return asWhole(node)
        .filter(n -> n.signum() == 0 || n.equals(BigInteger.ONE))
        .map(n -> n.signum() != 0);
  }

  static Optional<BigInteger> asWhole(JsonNode node) {
    if (node.isIntegralNumber()) return Optional.of(node.bigIntegerValue());
    if (node.isBoolean())
      return Optional.of(node.booleanValue() ? BigInteger.ONE : BigInteger.ZERO);
    if (node.isNumber()) {
      double value = node.doubleValue();
      return value == Math.rint(value) && Math.abs(value) < 1L << 53
          ? Optional.of(BigInteger.valueOf((long) value))
          : Optional.empty();
    }
    if (!node.isString()) return Optional.empty();
    var text = node.stringValue().strip();
    if (!text.matches("[+-]?\\d{1,100}(\\.0{1,100})?")) return Optional.empty();
    return Optional.of(new BigDecimal(text).toBigIntegerExact());
  }

  private static Optional<Double> asNumber(JsonNode node) {
    if (node.isNumber()) return Optional.of(node.doubleValue());
    if (node.isBoolean()) return Optional.of(node.booleanValue() ? 1.0 : 0.0);
    if (!node.isString()) return Optional.empty();
    try {
      return Optional.of(Double.parseDouble(node.stringValue().strip()));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
