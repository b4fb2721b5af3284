package atoll.dms.behaviours;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * Reads how far back something goes: {@code 30s}, {@code 5m}, {@code 2h}, {@code 7d}, RFC 3339,
 * {@code YYYY-MM-DD hh:mm:ss} or {@code YYYY-MM-DD}, the last two in UTC (DMS §4.5).
 */
final class PastInstant {
  private static final Pattern AGO = Pattern.compile("(\\d{1,9})([smhd])");
  private static final DateTimeFormatter WITH_SPACE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private PastInstant() {}

  /**
   * @throws AtollException with {@code BAD_REQUEST} if it is none of these
   */
  static Instant parse(String text, Instant now) {
    var ago = AGO.matcher(text);
    try {
      if (ago.matches()) return now.minus(duration(Long.parseLong(ago.group(1)), ago.group(2)));
      if (text.length() == 10)
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      if (text.length() == 19 && text.charAt(10) == ' ')
        return LocalDateTime.parse(text, WITH_SPACE).toInstant(ZoneOffset.UTC);
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException | ArithmeticException e) {
      throw new AtollException(
          ErrorCode.BAD_REQUEST,
          "\"" + text + "\" is no time: write 30s, 5m, 2h, 7d, 2030-01-31, or 2030-01-31T12:00:00Z",
          e);
    }
  }

  private static Duration duration(long amount, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
