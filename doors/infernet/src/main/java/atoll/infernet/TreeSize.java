package atoll.infernet;

/** About how much memory JSON takes once it is read: a body of small values many times its own. */
final class TreeSize {
  private static final int OBJECT = 100;
  private static final int LIST = 100;
  private static final int MEMBER = 80;
  private static final int ITEM = 16;
  private static final int TEXT = 56;

  private TreeSize() {}

  /**
   * @param json well formed or not
   */
  static long of(byte[] json) {
    long bytes = 2L * json.length;
    boolean quoted = false;
    for (int i = 0; i < json.length; i++)
      switch (json[i]) {
        case '\\' -> {
          if (quoted) i++;
        }
        case '"' -> {
          quoted = !quoted;
          if (quoted) bytes += TEXT;
        }
        case '{' -> bytes += quoted ? 0 : OBJECT;
        case '[' -> bytes += quoted ? 0 : LIST;
        case ':' -> bytes += quoted ? 0 : MEMBER;
        case ',' -> bytes += quoted ? 0 : ITEM;
        default -> {}
      }
    return bytes;
  }
}
