package atoll.capability;

/** The rule that capabilities and topics share (DMS §2.1). */
final class Paths {
  private static final int MAX_LENGTH = 1024;

  private Paths() {}

  static void check(String what, String path) {
    if (path.isEmpty() || path.charAt(0) != '/')
      throw new IllegalArgumentException(what + " does not start with /");
    if (path.length() > MAX_LENGTH)
      throw new IllegalArgumentException(
          what + " has " + path.length() + " characters, at most " + MAX_LENGTH + " are allowed");
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < path.length()
              && Character.isLowSurrogate(path.charAt(i + 1));
      if (pair) i++;
      else if (c < ' ' || c == 0x7f || Character.isSurrogate(c))
        throw new IllegalArgumentException(what + " has a control character at " + (i + 1));
    }
  }

  static boolean implies(String wide, String narrow) {
    return wide.length() == 1
        || (narrow.startsWith(wide)
            && (narrow.length() == wide.length() || narrow.charAt(wide.length()) == '/'));
  }
}
