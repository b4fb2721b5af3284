package atoll.infernet;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.web.Request;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The query of an address as the original takes it, which refuses none: an escape that is none
 * stands for itself, and bytes that are no text for a replacement character.
 */
final class LaxQuery {
  private LaxQuery() {}

  static List<String> values(Request request, String name) {
    return values(request.rawQuery(), name);
  }

  static Optional<String> first(Request request, String name) {
    return values(request, name).stream().findFirst();
  }

  static List<String> values(String query, String name) {
    return Arrays.stream(query.split("&"))
        .filter(part -> !part.isEmpty())
        .map(part -> part.split("=", 2))
        .filter(pair -> decoded(pair[0]).equals(name))
        .map(pair -> pair.length == 2 ? decoded(pair[1]) : "")
        .toList();
  }

  private static String decoded(String text) {
    if (text.indexOf('%') < 0) return text.replace('+', ' ');
    var sent = text.replace('+', ' ').getBytes(UTF_8);
    var meant = new ByteArrayOutputStream(sent.length);
    for (int at = 0; at < sent.length; at++)
      if (sent[at] == '%' && at + 2 < sent.length && isHex(sent[at + 1]) && isHex(sent[at + 2])) {
        meant.write(HexFormat.fromHexDigit(sent[++at]) << 4 | HexFormat.fromHexDigit(sent[++at]));
      } else meant.write(sent[at]);
    return meant.toString(UTF_8);
  }

  private static boolean isHex(byte digit) {
    return HexFormat.isHexDigit(digit);
  }
}
