package atoll.infernet.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What Python's {@code str} makes of a JSON document (Infernet §3.2). */
public final class PythonText {
  private static final int LARGEST_PLAIN_EXPONENT = 16;
  private static final int SMALLEST_PLAIN_EXPONENT = -4;

  private static final MathContext ONE_DIGIT = new MathContext(1);

  private PythonText() {}

  /** A string is its own text; everything else is written out. */
  public static String of(JsonNode node) {
    if (node.isString()) return node.stringValue();
    var out = new StringBuilder();
    write(out, node);
    return out.toString();
  }

  /** The shortest digits that read back as the same number. */
  public static String of(double value) {
    if (Double.isNaN(value)) return "nan";
    if (Double.isInfinite(value)) return value > 0 ? "inf" : "-inf";
    if (value == 0) return 1 / value < 0 ? "-0.0" : "0.0";
    var exact = shortest(Math.abs(value));
    var digits = exact.unscaledValue().toString();
    int exponent = digits.length() - 1 - exact.scale();
    var sign = value < 0 ? "-" : "";
    if (exponent >= SMALLEST_PLAIN_EXPONENT && exponent < LARGEST_PLAIN_EXPONENT) {
      var plain = exact.toPlainString();
      return sign + plain + (plain.indexOf('.') < 0 ? ".0" : "");
    }
    var fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return sign
        + digits.charAt(0)
        + fraction
        + "e"
        + (exponent < 0 ? "-" : "+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  /** Java always writes two digits, also where one says which number it is. */
  private static BigDecimal shortest(double value) {
    var digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (digits.precision() != 2) return digits;
    var one = digits.round(ONE_DIGIT);
    return one.doubleValue() == value ? one.stripTrailingZeros() : digits;
  }

  private static void write(StringBuilder out, JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        out.append('{');
        var separator = "";
        for (var member : node.properties()) {
          out.append(separator);
          quote(out, member.getKey());
          out.append(": ");
          write(out, member.getValue());
          separator = ", ";
        }
        out.append('}');
      }
      case ARRAY -> {
        out.append('[');
        var separator = "";
        for (var item : node) {
          out.append(separator);
          write(out, item);
          separator = ", ";
        }
        out.append(']');
      }
      case STRING -> quote(out, node.stringValue());
      case NUMBER ->
          out.append(
              node.isIntegralNumber() ? node.bigIntegerValue().toString() : of(node.doubleValue()));
      case BOOLEAN -> out.append(node.booleanValue() ? "True" : "False");
      case NULL, MISSING, BINARY, POJO -> out.append("None");
    }
  }

  private static void quote(StringBuilder out, String text) {
    char mark = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    out.append(mark);
    text.codePoints()
        .forEach(c -> {
          if (c == mark || c == '\\') out.append('\\').appendCodePoint(c);
          else if (c == '\n') out.append("\\n");
          else if (c == '\r') out.append("\\r");
          else if (c == '\t') out.append("\\t");
          else if (Printable.is(c)) out.appendCodePoint(c);
          else if (c < 0x100) out.append(String.format(Locale.ROOT, "\\x%02x", c));
          else if (c < 0x10000) out.append(String.format(Locale.ROOT, "\\u%04x", c));
          else out.append(String.format(Locale.ROOT, "\\U%08x", c));
        });
    out.append(mark);
  }
}
