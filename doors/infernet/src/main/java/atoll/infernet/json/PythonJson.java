package atoll.infernet.json;

import atoll.kernel.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes JSON as the original does: of a name that is given twice the last value counts,
 * whole numbers have any size, {@code NaN} and {@code Infinity} are numbers; what is written is
 * ASCII, without blanks. Size, depth and the length of numbers are bounded.
 */
public final class PythonJson {
  private static final int DEEPEST = 256;
  private static final int LONGEST_NUMBER = 4300; // Python refuses longer ones, too
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .maxStringLength(Integer.MAX_VALUE) // whoever calls bounds the document
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private PythonJson() {}

  /**
   * @throws MalformedJsonException if the bytes are not one JSON document
   */
  public static JsonNode read(byte[] bytes) {
    return read(JsonBytes.text(bytes));
  }

  /**
   * @throws MalformedJsonException if the text is not one JSON document
   */
  public static JsonNode read(String text) {
    try {
      var tree = MAPPER.readTree(text);
      if (tree.isMissingNode()) throw new MalformedJsonException("there is no document");
      return tree;
    } catch (StreamConstraintsException _) {
      throw new MalformedJsonException("it nests too deep, or a number or name in it is too long");
    } catch (MismatchedInputException _) {
      throw new MalformedJsonException("something follows the document");
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw new MalformedJsonException(
          withoutSource(e.getOriginalMessage())
              + (at == null
                  ? ""
                  : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")"));
    } catch (NumberFormatException e) {
      throw new MalformedJsonException("a number cannot be read");
    }
  }

  /**
   * The library also tells what it found, which may be a secret without its quotes, and where a
   * value begins, without saying where.
   */
  private static String withoutSource(String message) {
    return message
        .replaceAll("(?s)token '.*?'", "token")
        .replaceAll(" \\(start marker at .*\\)$", "");
  }

  /** Members stay in their order. */
  public static String write(JsonNode tree) {
    var out = new StringBuilder();
    write(out, tree, false);
    return out.toString();
  }

  /** Members are sorted by name, as all answers of the original are (Infernet §2). */
  public static String writeSorted(JsonNode tree) {
    var out = new StringBuilder();
    write(out, tree, true);
    return out.toString();
  }

  private static void write(StringBuilder out, JsonNode node, boolean sorted) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        var members = new ArrayList<>(node.properties());
        if (sorted) members.sort(Map.Entry.comparingByKey(PythonJson::byCodePoint));
        out.append('{');
        boolean first = true;
        for (var member : members) {
          if (!first) out.append(',');
          first = false;
          quote(out, member.getKey());
          out.append(':');
          write(out, member.getValue(), sorted);
        }
        out.append('}');
      }
      case ARRAY -> {
        out.append('[');
        boolean first = true;
        for (var item : node) {
          if (!first) out.append(',');
          first = false;
          write(out, item, sorted);
        }
        out.append(']');
      }
      case STRING -> quote(out, node.stringValue());
      case NUMBER -> out.append(number(node));
      case BOOLEAN -> out.append(node.booleanValue());
      case NULL, MISSING, BINARY, POJO -> out.append("null");
    }
  }

  /** As Python sorts texts; Java's own order puts what is beyond 16 bits before U+E000. */
  private static int byCodePoint(String one, String other) {
    int common = Math.min(one.length(), other.length());
    for (int i = 0; i < common; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a == b) continue;
      return a < Character.MIN_SURROGATE && b < Character.MIN_SURROGATE
          ? a - b
          : Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
    }
    return one.length() - other.length();
  }

  private static String number(JsonNode node) {
    if (node.isIntegralNumber()) return node.bigIntegerValue().toString();
    double value = node.doubleValue();
    if (Double.isNaN(value)) return "NaN";
    if (Double.isInfinite(value)) return value > 0 ? "Infinity" : "-Infinity";
    return PythonText.of(value);
  }

  private static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c >= ' ' && c < 0x7f) out.append(c);
          else
            out.append("\\u")
                .append(HEX[c >> 12])
                .append(HEX[c >> 8 & 15])
                .append(HEX[c >> 4 & 15])
                .append(HEX[c & 15]);
        }
      }
    }
    out.append('"');
  }
}
