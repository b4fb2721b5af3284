package atoll.infernet.config;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a file, each with its key; the first of them in words that are not long. */
final class Problems {
  private static final int MOST = 100;
  private static final int LONGEST = 300;

  private final List<String> first = new ArrayList<>();
  private int count;

  /**
   * @param key where it is
   */
  void add(String key, String why) {
    if (++count <= MOST) first.add(shortened(key) + ": " + shortened(why));
  }

  int count() {
    return count;
  }

  /** One in a line. */
  String lines() {
    var more = count > MOST ? "\n  and " + (count - MOST) + " more" : "";
    return String.join("\n  ", first) + more;
  }

  private static String shortened(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }
}
