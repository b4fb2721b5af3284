package atoll.cli;

/** Text from elsewhere, made harmless for a terminal. */
final class Safe {
  private Safe() {}

  /** Without control characters, except line feeds, tabs and our own colours. */
  static String text(String text) {
    int i = 0;
    while (i < text.length() && !Character.isISOControl(text.charAt(i))) i++;
    if (i == text.length()) return text;
    var clean = new StringBuilder(text.length());
    for (i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int colour = c == '\u001b' ? colourEnd(text, i) : -1;
      if (colour > 0) {
        clean.append(text, i, colour);
        i = colour - 1;
      } else clean.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? '\ufffd' : c);
    }
    return clean.toString();
  }

  private static int colourEnd(String text, int escape) {
    int i = escape + 1;
    if (i >= text.length() || text.charAt(i) != '[') return -1;
    for (i++; i < text.length() && i < escape + 8; i++) {
      char c = text.charAt(i);
      if (c == 'm') return i + 1;
      if (c < '0' || c > '9') return -1;
    }
    return -1;
  }
}
