package atoll.infernet.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
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
  private static final int LONGEST_NUMBER = 400;
  private static final Pattern BLANKS_AROUND = Pattern.compile("(?U)^\\s+|\\s+$");
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+(_\\d+)*(\\.0+)?");
  private static final Pattern FRACTIONAL =
      Pattern.compile("[+-]?(\\d+(_\\d+)*\\.?(\\d+(_\\d+)*)?|\\.\\d+(_\\d+)*)([eE][+-]?\\d+)?");
  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

  private final @Nullable JsonNode object;
  private final String path;
  private final Problems problems;
  private final Set<String> asked = new TreeSet<>();
  private final List<Lax> inside = new ArrayList<>();

  Lax(@Nullable JsonNode object, String path, Problems problems) {
    this.path = path;
    this.problems = problems;
    if (object != null && !object.isObject()) {
      problems.add(path.isEmpty() ? "the file" : path, "is not an object");
      object = null;
    }
    this.object = object;
  }

  boolean has(String key) {
    return find(key) != null;
  }

  /** Whether it is absent or null. */
  boolean isUnset(String key) {
    var node = find(key);
    return node == null || node.isNull();
  }

  /** Notes a problem of a member. */
  void refuse(String key, String why) {
    problems.add(pathOf(key), why);
  }

  /** Notes every member of this and of the objects inside that nobody asked for. */
  void refuseUnknown(BiFunction<String, Collection<String>, String> question) {
    if (object != null)
      for (var key : object.propertyNames())
        if (!asked.contains(key)) {
          var near = question.apply(key, asked);
          refuse(key, "is not known" + (near.isEmpty() ? "" : ". " + near));
        }
    inside.forEach(one -> one.refuseUnknown(question));
  }

  private Lax inside(@Nullable JsonNode node, String where) {
    var one = new Lax(node, where, problems);
    inside.add(one);
    return one;
  }

  private @Nullable JsonNode find(String key) {
    asked.add(key);
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
    return read(key, unlessGiven, Lax::asText, "a string in quotes");
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

  /** Absent and null are nothing. */
  <T> Optional<T> optional(String key, Function<JsonNode, Optional<T>> as, String wanted) {
    var node = find(key);
    if (node == null || node.isNull()) return Optional.empty();
    var value = as.apply(node);
    if (value.isEmpty()) refuse(key, "is not " + wanted);
    return value;
  }

  /** Absent and null are nothing. */
  Optional<Double> number(String key, double least, double most, String wanted) {
    return optional(
        key, node -> asNumber(node).filter(value -> value >= least && value <= most), wanted);
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
    return inside(find(key), pathOf(key));
  }

  /** Absent and null are nothing. */
  Optional<Lax> optionalObject(String key) {
    var node = find(key);
    return node == null || node.isNull() ? Optional.empty() : Optional.of(object(key));
  }

  List<Lax> objects(String key) {
    return items(key, this::inside);
  }

  List<String> texts(String key) {
    return items(
        key,
        (item, where) -> {
          if (!item.isString()) problems.add(where, "is not a string");
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
      return value == Math.rint(value) && Math.abs(value) < LARGEST.doubleValue()
          ? Optional.of(new BigDecimal(value).toBigIntegerExact())
          : Optional.empty();
    }
    return number(node, WHOLE).map(text -> new BigDecimal(text).toBigIntegerExact());
  }

  private static Optional<Double> asNumber(JsonNode node) {
    if (node.isIntegralNumber()) return Optional.of(node.bigIntegerValue().doubleValue());
    if (node.isNumber()) return Optional.of(node.doubleValue());
    if (node.isBoolean()) return Optional.of(node.booleanValue() ? 1.0 : 0.0);
    return number(node, FRACTIONAL).map(Double::parseDouble);
  }

  /** A text that is a number, without blanks around it and what only eases reading. */
  private static Optional<String> number(JsonNode node, Pattern form) {
    if (!node.isString() || node.stringValue().length() > LONGEST_NUMBER) return Optional.empty();
    var text = BLANKS_AROUND.matcher(node.stringValue()).replaceAll("");
    return form.matcher(text).matches() ? Optional.of(text.replace("_", "")) : Optional.empty();
  }
}
