package atoll.actor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * A place in JSON that is expected to be exactly as {@link atoll.kernel.json.CanonicalJson} writes
 * it. Once anything differs, {@link #isLost} says so, and what was read is meaningless.
 */
final class CanonicalCursor {
  private static final int MAX_DIGITS = 20;
  private static final byte[] NOTHING = {};

  private final byte[] json;
  private int at;
  private boolean lost;

  CanonicalCursor(byte[] json) {
    this.json = json;
  }

  boolean isLost() {
    return lost;
  }

  boolean isAtEnd() {
    return at == json.length;
  }

  int position() {
    return at;
  }

  void expect(byte[] literal) {
    if (!skip(literal)) lost = true;
  }

  /** Whether {@code literal} is next, and is now behind. */
  boolean skip(byte[] literal) {
    int end = at + literal.length;
    if (end > json.length || !Arrays.equals(json, at, end, literal, 0, literal.length))
      return false;
    at = end;
    return true;
  }

  /** The rest of a string up to and including its quote, if it needs no escape; never empty. */
  String text() {
    int start = at;
    while (at < json.length && isPlain(json[at])) at++;
    return new String(json, start, quoted(start), StandardCharsets.US_ASCII);
  }

  /** The same, as base64 in its one canonical form; never empty. */
  byte[] base64() {
    int start = at;
    while (at < json.length && json[at] != '"') at++;
    int length = quoted(start);
    if (lost || length % 4 != 0) return lose();
    try {
      var bytes = Base64.getDecoder().decode(Arrays.copyOfRange(json, start, start + length));
      int rest = bytes.length % 3;
      if (rest == 0) return bytes;
      var end = Arrays.copyOfRange(bytes, bytes.length - rest, bytes.length);
      int lastFour = start + length - 4;
      return Arrays.equals(json, lastFour, lastFour + 4, Base64.getEncoder().encode(end), 0, 4)
          ? bytes
          : lose();
    } catch (IllegalArgumentException e) {
      return lose();
    }
  }

  /** An unsigned 64-bit number. */
  long unsigned() {
    int start = at;
    while (at < json.length && json[at] >= '0' && json[at] <= '9') at++;
    int digits = at - start;
    if (digits == 0 || digits > MAX_DIGITS || (digits > 1 && json[start] == '0')) {
      lost = true;
      return 0;
    }
    try {
      return Long.parseUnsignedLong(new String(json, start, digits, StandardCharsets.US_ASCII));
    } catch (NumberFormatException e) {
      lost = true;
      return 0;
    }
  }

  /** The length of a string that began at {@code start}, with its quote behind. */
  private int quoted(int start) {
    int length = at - start;
    if (at < json.length && json[at] == '"' && length > 0) at++;
    else lost = true;
    return length;
  }

  private byte[] lose() {
    lost = true;
    return NOTHING;
  }

  private static boolean isPlain(byte c) {
    return c >= ' ' && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
  }
}
