package atoll.cli;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Lengths of time as people type them: {@code 90s}, {@code 5m}, {@code 1h30m}, {@code 7d}, {@code
 * 250ms}.
 */
public final class Durations {
  private static final Pattern PART = Pattern.compile("(\\d{1,9})(\\.\\d{1,9})?(ms|s|m|h|d)");

  private Durations() {}

  /**
   * @throws CommandRefused with exit code 1 if {@code text} is no positive length of time
   */
  public static Duration parse(String option, String text) {
    var parts = PART.matcher(text);
    var sum = Duration.ZERO;
    int at = 0;
    while (at < text.length() && parts.find(at) && parts.start() == at) {
      double amount =
          Double.parseDouble(parts.group(1) + (parts.group(2) == null ? "" : parts.group(2)));
      sum = sum.plusMillis(Math.round(amount * millis(parts.group(3))));
      at = parts.end();
    }
    if (at < text.length() || text.isEmpty() || sum.isZero())
      throw CommandRefused.wrongUse(
          option + " is not a length of time: " + text + ".", "Write it as 90s, 5m or 1h30m.");
    return sum;
  }

  /** Short, for people: {@code 42s}, {@code 3m}, {@code 5h}, {@code 2d}. */
  public static String text(Duration length) {
    long seconds = Math.max(0, length.toSeconds());
    if (seconds < 60) return seconds + "s";
    if (seconds < 3600) return seconds / 60 + "m";
    if (seconds < 2 * 86400) return seconds / 3600 + "h";
    return seconds / 86400 + "d";
  }

  private static long millis(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      default -> 86_400_000;
    };
  }
}
