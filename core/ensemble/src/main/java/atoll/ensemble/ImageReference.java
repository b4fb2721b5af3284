package atoll.ensemble;

import java.util.regex.Pattern;

/**
 * The syntax of image names: {@code [host[:port]/]path[:tag][@digest]}, path in lower case
 * (distribution's reference grammar).
 */
final class ImageReference {
  private static final int LONGEST = 512;

  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9.-]*+(?<=[A-Za-z0-9]))(?::[0-9]{1,5})?");
  private static final Pattern SEGMENT =
      Pattern.compile("[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern DIGEST =
      Pattern.compile(
          "[A-Za-z][A-Za-z0-9]{0,15}(?:[-_+.][A-Za-z][A-Za-z0-9]{0,15}){0,3}:[0-9a-fA-F]{32,128}");

  private ImageReference() {}

  static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > LONGEST) return false;
    var rest = text;
    int at = rest.indexOf('@');
    if (at >= 0) {
      if (!DIGEST.matcher(rest.substring(at + 1)).matches()) return false;
      rest = rest.substring(0, at);
    }
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf('/')) {
      if (!TAG.matcher(rest.substring(colon + 1)).matches()) return false;
      rest = rest.substring(0, colon);
    }
    var segments = rest.split("/", -1);
    boolean host =
        segments.length > 1
            && (segments[0].contains(".")
                || segments[0].contains(":")
                || segments[0].equals("localhost"));
    for (int i = 0; i < segments.length; i++)
      if (!(i == 0 && host ? HOST : SEGMENT).matcher(segments[i]).matches()) return false;
    return true;
  }
}
