package atoll.jobs;

/** How long texts are in UTF-8, without a copy of them. */
final class Utf8 {
  private Utf8() {}

  static long bytes(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
    }
    return bytes;
  }
}
