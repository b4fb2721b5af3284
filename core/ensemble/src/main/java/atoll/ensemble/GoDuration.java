package atoll.ensemble;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Spans of time as Go writes them: {@code 30s}, {@code 1m30s}, {@code 1.5h}, {@code 100ms}. */
final class GoDuration {
  private static final Pattern WHOLE =
      Pattern.compile("(?:[0-9]{1,18}(?:\\.[0-9]{1,9})?(?:ns|us|µs|μs|ms|s|m|h)){1,8}");
  private static final Pattern PART =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)(ns|us|µs|μs|ms|s|m|h)");

  private static final Map<String, Long> NANOS =
      Map.of(
          "ns",
          1L,
          "us",
          1_000L,
          "µs",
          1_000L,
          "μs",
          1_000L,
          "ms",
          1_000_000L,
          "s",
          1_000_000_000L,
          "m",
          60_000_000_000L,
          "h",
          3_600_000_000_000L);

  private GoDuration() {}

  /** Empty if it is no duration, or longer than a 64-bit count of nanoseconds. */
  static Optional<Duration> parse(String text) {
    var stripped = text.strip();
    if (!WHOLE.matcher(stripped).matches()) return Optional.empty();
    var nanos = BigDecimal.ZERO;
    var part = PART.matcher(stripped);
    while (part.find()) {
      var unit = BigDecimal.valueOf(NANOS.getOrDefault(part.group(2), 0L));
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit));
    }
    return Units.whole(nanos).map(Duration::ofNanos);
  }

  /** As Go prints it, but without parts that are zero: {@code 1m}, not {@code 1m0s}. */
  static String format(Duration span) {
    if (span.isZero()) return "0s";
    var text = new StringBuilder();
    if (span.toHours() > 0) text.append(span.toHours()).append('h');
    if (span.toMinutesPart() > 0) text.append(span.toMinutesPart()).append('m');
    long nanos = span.toSecondsPart() * 1_000_000_000L + span.toNanosPart();
    if (nanos >= 1_000_000_000L) text.append(plain(nanos, 9)).append('s');
    else if (nanos >= 1_000_000L) text.append(plain(nanos, 6)).append("ms");
    else if (nanos >= 1_000L) text.append(plain(nanos, 3)).append("us");
    else if (nanos > 0) text.append(nanos).append("ns");
    return text.toString();
  }

  private static String plain(long nanos, int scale) {
    return BigDecimal.valueOf(nanos, scale).stripTrailingZeros().toPlainString();
  }
}
