package atoll.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Which of the known words a mistyped one probably was. */
public final class DidYouMean {
  private DidYouMean() {}

  /** At most three known words near {@code typed}, the nearest first. */
  public static List<String> near(String typed, Collection<String> known) {
    var word = typed.toLowerCase(Locale.ROOT);
    int allowed = Math.max(1, Math.min(3, word.length() / 3 + 1));
    return known.stream()
        .filter(k ->
            distance(word, k.toLowerCase(Locale.ROOT)) <= allowed
                || word.length() > 2 && k.startsWith(word))
        .sorted(
            Comparator.comparingInt((String k) -> distance(word, k.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()))
        .limit(3)
        .toList();
  }

  /** A question with a leading blank, or nothing. */
  public static String question(String typed, Collection<String> known) {
    var near = near(typed, known);
    return near.isEmpty() ? "" : "Did you mean " + String.join(" or ", near) + "?";
  }

  /** Edits between two words, two neighbours exchanged counting once. */
  static int distance(String a, String b) {
    var beforeLast = new int[b.length() + 1];
    var last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) last[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      var row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }
}
