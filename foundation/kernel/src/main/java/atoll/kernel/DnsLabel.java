package atoll.kernel;

import java.util.regex.Pattern;

/**
 * The rule for names in an ensemble: an RFC 1123 label, at most 63 letters, digits and inner
 * hyphens (DMS §6.9).
 */
public final class DnsLabel {
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  private DnsLabel() {}

  public static boolean isValid(String text) {
    return LABEL.matcher(text).matches();
  }

  static String require(String text, String what) {
    if (!isValid(text))
      throw new IllegalArgumentException(
          what
              + " \""
              + text
              + "\" is not a DNS label (1 to 63 letters, digits and inner hyphens)");
    return text;
  }
}
