package atoll.infernet.json;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_32BE;
import static java.nio.charset.StandardCharsets.UTF_32LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.kernel.json.MalformedJsonException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/** JSON as bytes: in UTF-8, or in the wider forms that its first bytes show, as Python takes it. */
public final class JsonBytes {
  private static final char MARK = '\ufeff';
  private static final char REPLACED = '\ufffd';

  private JsonBytes() {}

  /**
   * Without a byte order mark.
   *
   * @throws MalformedJsonException if the bytes are no text
   */
  public static String text(byte[] bytes) {
    var form = form(bytes);
    var text = new String(bytes, form);
    if (text.indexOf(REPLACED) >= 0) requireText(bytes, form);
    return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
  }

  /** The replacement that was found may have been sent, or stand for what cannot be read. */
  private static void requireText(byte[] bytes, Charset form) {
    try {
      var _ = form.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw new MalformedJsonException("the bytes are not " + form);
    }
  }

  /** A document begins with an ASCII character or a mark, so zeros tell how wide it is. */
  private static Charset form(byte[] bytes) {
    int a = at(bytes, 0);
    int b = at(bytes, 1);
    int c = at(bytes, 2);
    int d = at(bytes, 3);
    if (a == 0 && b == 0 && (c == 0xfe && d == 0xff || c == 0 && d > 0)) return UTF_32BE;
    if (a == 0xff && b == 0xfe && c == 0 && d == 0 || a > 0 && b == 0 && c == 0 && d == 0)
      return UTF_32LE;
    if (a == 0xfe && b == 0xff || a == 0 && b > 0) return UTF_16BE;
    return a == 0xff && b == 0xfe || a > 0 && b == 0 ? UTF_16LE : UTF_8;
  }

  private static int at(byte[] bytes, int index) {
    return index < bytes.length ? bytes[index] & 0xff : -1;
  }
}
