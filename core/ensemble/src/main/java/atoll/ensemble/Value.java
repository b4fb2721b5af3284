package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One thing of a document that is being read: what it is, where it stands, and what it is called.
 *
 * <p>Readers never stop at a problem. They note it and go on with a stand-in (empty text, zero, no
 * items); whatever is built with one is thrown away in the end, since the document has a problem.
 *
 * @param label where the thing's name stands
 */
record Value(Reading reading, String path, Position label, Tree tree) {
  static Value root(Reading reading, Tree tree) {
    return new Value(reading, "", tree.at(), tree);
  }

  void problem(Code code, String message, String hint) {
    boolean written =
        tree instanceof Tree.Scalar scalar && !(scalar.plain() && scalar.text().isEmpty());
    reading
        .problems()
        .add(
            written ? tree.at() : label,
            path,
            code,
            path.isEmpty() ? "the document " + message : message,
            hint);
  }

  boolean isNull() {
    return tree instanceof Tree.Scalar scalar && scalar.isNull();
  }

  /** Null, or what Go writes for nothing. */
  boolean saysNothing() {
    return isNull()
        || !reading.ofFile() && tree instanceof Tree.Scalar scalar && scalar.text().isEmpty();
  }

  boolean isScalar() {
    return tree instanceof Tree.Scalar;
  }

  boolean isMapping() {
    return tree instanceof Tree.Mapping;
  }

  boolean isList() {
    return tree instanceof Tree.Sequence;
  }

  /** Any scalar as it is written; numbers and truths count as text. */
  String text() {
    return textIfAny("text").orElse("");
  }

  private Optional<String> textIfAny(String wanted) {
    if (tree instanceof Tree.Scalar scalar && !scalar.isNull()) return Optional.of(scalar.text());
    problem(Code.WRONG_TYPE, "is " + kind() + ", not " + wanted, "");
    return Optional.empty();
  }

  /** Text that is not blank. */
  String word() {
    var text = text();
    if (text.isBlank() && isScalar() && !isNull()) problem(Code.MISSING, "is empty", "");
    return text.strip();
  }

  boolean truth() {
    if (tree instanceof Tree.Scalar scalar && scalar.plain())
      switch (scalar.text()) {
        case "true", "True", "TRUE" -> {
          return true;
        }
        case "false", "False", "FALSE" -> {
          return false;
        }
        default -> {}
      }
    problem(Code.WRONG_TYPE, "is " + kind() + ", not true or false", "");
    return false;
  }

  /** A whole number within bounds, both included. */
  int whole(int least, int most) {
    var text = textIfAny("a whole number");
    if (text.isEmpty()) return least;
    var amount = Units.amount(text.get()).filter(Units.Amount::bare);
    var number = amount.map(a -> a.number().stripTrailingZeros());
    if (number.isEmpty() || number.get().scale() > 0) {
      problem(Code.WRONG_TYPE, Said.quote(text.get()) + " is not a whole number", "");
      return least;
    }
    if (number.get().compareTo(BigDecimal.valueOf(least)) < 0
        || number.get().compareTo(BigDecimal.valueOf(most)) > 0) {
      problem(
          Code.OUT_OF_RANGE,
          Said.plain(text.get()) + " is not between " + least + " and " + most,
          "");
      return least;
    }
    return number.get().intValueExact();
  }

  /** One of a closed set, by the names the constants have in files; case and underscores aside. */
  <E extends Enum<E>> E oneOf(E[] constants, Function<E, String> name) {
    return maybeOneOf(constants, name).orElse(constants[0]);
  }

  /** The same without a stand-in: empty, with a problem, if it is none of them. */
  <E extends Enum<E>> Optional<E> maybeOneOf(E[] constants, Function<E, String> name) {
    var text = word();
    for (var constant : constants)
      if (Said.key(name.apply(constant)).equals(Said.key(text))) return Optional.of(constant);
    if (!text.isEmpty()) {
      var names = Arrays.stream(constants).map(name).toList();
      problem(
          Code.UNKNOWN_VALUE,
          Said.quote(text) + " is none of " + String.join(", ", names),
          reading.didYouMean(text, names));
    }
    return Optional.empty();
  }

  /** The entries of a mapping; of anything else a stand-in that complains no more. */
  Members members() {
    return members("a mapping", "");
  }

  Members members(String wanted, String hint) {
    if (tree instanceof Tree.Mapping mapping) return new Members(this, mapping.members());
    problem(Code.WRONG_TYPE, "is " + kind() + ", not " + wanted, hint);
    return Members.standIn(this);
  }

  List<Value> items() {
    return items("");
  }

  List<Value> items(String hint) {
    if (!(tree instanceof Tree.Sequence list)) {
      problem(Code.WRONG_TYPE, "is " + kind() + ", not a list", hint);
      return List.of();
    }
    var items = new ArrayList<Value>();
    if (list.items().size() > Limits.ITEMS) {
      problem(Code.TOO_MANY, "has more than " + Limits.ITEMS + " items", "");
      return items;
    }
    for (var item : list.items())
      items.add(new Value(reading, path + "[" + items.size() + "]", item.at(), item));
    return items;
  }

  List<String> texts(String hint) {
    return items(hint).stream().map(Value::text).toList();
  }

  /** For messages: {@code a list}. Never the text itself, which may be a secret. */
  String kind() {
    return switch (tree) {
      case Tree.Scalar scalar when scalar.isNull() -> "empty";
      case Tree.Scalar _ -> "a single value";
      case Tree.Sequence _ -> "a list";
      case Tree.Mapping _ -> "a mapping";
    };
  }
}
