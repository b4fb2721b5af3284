package atoll.kernel.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/**
 * Writes compact JSON exactly as Go's default encoder does, since signatures are over these bytes
 * (DMS §2.3). Members come out in the order they are written. Not thread-safe; make one per
 * document.
 */
public final class CanonicalJson {
  private static final int MAX_EXPONENT = 400;
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final StringBuilder out;
  private boolean needsComma;

  public CanonicalJson() {
    this(512);
  }

  public CanonicalJson(int expectedLength) {
    out = new StringBuilder(expectedLength);
  }

  public CanonicalJson beginObject() {
    separate();
    out.append('{');
    needsComma = false;
    return this;
  }

  public CanonicalJson endObject() {
    out.append('}');
    needsComma = true;
    return this;
  }

  public CanonicalJson beginArray() {
    separate();
    out.append('[');
    needsComma = false;
    return this;
  }

  public CanonicalJson endArray() {
    out.append(']');
    needsComma = true;
    return this;
  }

  public CanonicalJson name(String name) {
    separate();
    quote(name);
    out.append(':');
    needsComma = false;
    return this;
  }

  public CanonicalJson value(String text) {
    separate();
    quote(text);
    needsComma = true;
    return this;
  }

  public CanonicalJson value(long number) {
    return literal(Long.toString(number));
  }

  /** Writes {@code number} as an unsigned 64-bit integer. */
  public CanonicalJson unsigned(long number) {
    return literal(Long.toUnsignedString(number));
  }

  public CanonicalJson value(boolean truth) {
    return literal(truth ? "true" : "false");
  }

  public CanonicalJson nullValue() {
    return literal("null");
  }

  /** Standard base64 with padding, as Go writes a byte slice. */
  public CanonicalJson value(byte[] bytes) {
    return literal('"' + Base64.getEncoder().encodeToString(bytes) + '"');
  }

  /** Puts in a document that is already canonical. */
  public CanonicalJson raw(String canonical) {
    return literal(canonical);
  }

  /** Writes a tree with its members in their order. */
  public CanonicalJson tree(JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        beginObject();
        for (var member : node.properties()) name(member.getKey()).tree(member.getValue());
        endObject();
      }
      case ARRAY -> {
        beginArray();
        for (var item : node) tree(item);
        endArray();
      }
      case STRING -> value(node.stringValue());
      case NUMBER ->
          literal(
              node.isIntegralNumber()
                  ? node.bigIntegerValue().toString()
                  : plain(node.decimalValue()));
      case BOOLEAN -> value(node.booleanValue());
      case NULL, MISSING, BINARY, POJO -> nullValue();
    }
    return this;
  }

  /** Written out, {@code 1e999999999} would be a gigabyte. */
  private static String plain(BigDecimal number) {
    if (Math.abs((long) number.scale()) > MAX_EXPONENT)
      throw new MalformedJsonException("a number has an exponent beyond " + MAX_EXPONENT);
    return number.toPlainString();
  }

  @Override
  public String toString() {
    return out.toString();
  }

  public byte[] toBytes() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private CanonicalJson literal(String text) {
    separate();
    out.append(text);
    needsComma = true;
    return this;
  }

  private void separate() {
    if (needsComma) out.append(',');
    needsComma = false;
  }

  private void quote(String text) {
    out.append('"');
    int clean = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&' && c < '\u2028')
        continue;
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        continue;
      }
      if (c > '\u2029' && !Character.isSurrogate(c)) continue;
      out.append(text, clean, i);
      clean = i + 1;
      escape(c);
    }
    out.append(text, clean, text.length()).append('"');
  }

  private void escape(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\u2028' -> out.append("\\u2028");
      case '\u2029' -> out.append("\\u2029");
      default -> {
        if (Character.isSurrogate(c)) out.append("\\ufffd");
        else out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
      }
    }
  }
}
