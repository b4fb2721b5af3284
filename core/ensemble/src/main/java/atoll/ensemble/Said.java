package atoll.ensemble;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How words of a document are repeated in messages, and what may have been meant by them. */
final class Said {
  private static final int LONGEST = 60;
  private static final int COMPARED = 200;

  /** What people write who know another system. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("services", "allocations"),
          Map.entry("containers", "allocations"),
          Map.entry("memory", "ram"),
          Map.entry("mem", "ram"),
          Map.entry("storage", "disk"),
          Map.entry("env", "environment"),
          Map.entry("workdir", "working_directory"),
          Map.entry("restart", "restart_policy"),
          Map.entry("edges", "edge_constraints"),
          Map.entry("liveness", "healthcheck"),
          Map.entry("latency", "RTT"),
          Map.entry("bandwidth", "BW"),
          Map.entry("mounts", "volume"),
          Map.entry("path", "mount_destination"),
          Map.entry("arguments", "args"),
          Map.entry("timeout_seconds", "timeout"));

  private Said() {}

  /** In quotes, cut if long, without what could move a terminal's cursor. */
  static String quote(String text) {
    return '"' + plain(text) + '"';
  }

  static String plain(String text) {
    return plain(text, LONGEST);
  }

  static String plain(String text, int longest) {
    var out = new StringBuilder();
    text.codePoints()
        .limit(longest)
        .forEach(c -> out.appendCodePoint(Character.isISOControl(c) || c == 0x2028 ? 0xFFFD : c));
    if (text.codePointCount(0, text.length()) > longest) out.append('…');
    return out.toString();
  }

  /** Names that differ only in case, hyphens or underscores are one member (DMS §15.1 W19). */
  static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /** The known name that {@code wrong} most likely is; of very many, only some are compared. */
  static Optional<String> closest(String wrong, Collection<String> known) {
    var elsewhere = ELSEWHERE.get(wrong.toLowerCase(Locale.ROOT));
    if (elsewhere != null && known.contains(elsewhere)) return Optional.of(elsewhere);
    if (wrong.length() > LONGEST) return Optional.empty();
    var key = key(wrong);
    int most = Math.max(1, key.length() / 3);
    return known.stream()
        .limit(COMPARED)
        .filter(k -> Math.abs(key(k).length() - key.length()) <= most)
        .filter(k -> distance(key, key(k)) <= most)
        .min(Comparator.comparingInt(k -> distance(key, key(k))));
  }

  /** Insertions, deletions, replacements, and swaps of neighbours. */
  private static int distance(String a, String b) {
    var d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) d[i][0] = i;
    for (int j = 0; j <= b.length(); j++) d[0][j] = j;
    for (int i = 1; i <= a.length(); i++)
      for (int j = 1; j <= b.length(); j++) {
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + same, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
      }
    return d[a.length()][b.length()];
  }
}
