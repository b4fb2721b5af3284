package atoll.ensemble;

import atoll.kernel.Memory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers with units as people write them: {@code 64 MiB}, {@code 1.5GHz}, {@code 10 Mbit/s}. */
final class Units {
  /** Short enough that no number in it is costly. */
  private static final Pattern AMOUNT =
      Pattern.compile(
          "([+-]?(?:[0-9]{1,30}(?:\\.[0-9]{0,30})?|\\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,2})?)"
              + "[ \\t]{0,8}([A-Za-z/]{0,12})");

  private static final Map<String, Long> SIZES =
      Map.ofEntries(
          Map.entry("b", 1L),
          Map.entry("kb", 1_000L),
          Map.entry("mb", 1_000_000L),
          Map.entry("gb", 1_000_000_000L),
          Map.entry("tb", 1_000_000_000_000L),
          Map.entry("pb", 1_000_000_000_000_000L),
          Map.entry("kib", 1L << 10),
          Map.entry("mib", 1L << 20),
          Map.entry("gib", 1L << 30),
          Map.entry("tib", 1L << 40),
          Map.entry("pib", 1L << 50),
          Map.entry("ki", 1L << 10),
          Map.entry("mi", 1L << 20),
          Map.entry("gi", 1L << 30),
          Map.entry("ti", 1L << 40),
          Map.entry("pi", 1L << 50));

  private static final Map<String, Long> CLOCKS =
      Map.of("hz", 1L, "khz", 1_000L, "mhz", 1_000_000L, "ghz", 1_000_000_000L);

  /** In kilobits per second. */
  private static final Map<String, BigDecimal> BANDWIDTHS =
      Map.ofEntries(
          Map.entry("bit/s", new BigDecimal("0.001")),
          Map.entry("bps", new BigDecimal("0.001")),
          Map.entry("kbit/s", BigDecimal.ONE),
          Map.entry("kbps", BigDecimal.ONE),
          Map.entry("mbit/s", new BigDecimal(1_000)),
          Map.entry("mbps", new BigDecimal(1_000)),
          Map.entry("gbit/s", new BigDecimal(1_000_000)),
          Map.entry("gbps", new BigDecimal(1_000_000)));

  private Units() {}

  /**
   * @param unit in lower case; empty if there was none
   */
  record Amount(BigDecimal number, String unit) {
    boolean bare() {
      return unit.isEmpty();
    }

    /** In bytes, a bare number being {@code bareUnit} bytes; empty if the unit is none of size. */
    Optional<BigDecimal> bytes(long bareUnit) {
      return times(bare() ? Optional.of(bareUnit) : Optional.ofNullable(SIZES.get(unit)));
    }

    /** In hertz, a bare number being {@code bareUnit} hertz; empty if the unit is none of clock. */
    Optional<BigDecimal> hertz(long bareUnit) {
      return times(bare() ? Optional.of(bareUnit) : Optional.ofNullable(CLOCKS.get(unit)));
    }

    /** In kilobits per second, as a bare number is; empty if the unit is none of bandwidth. */
    Optional<BigDecimal> kilobitsPerSecond() {
      return bare()
          ? Optional.of(number)
          : Optional.ofNullable(BANDWIDTHS.get(unit)).map(number::multiply);
    }

    private Optional<BigDecimal> times(Optional<Long> unitOf) {
      return unitOf.map(u -> number.multiply(BigDecimal.valueOf(u)));
    }
  }

  static Optional<Amount> amount(String text) {
    var match = AMOUNT.matcher(text.strip());
    return match.matches()
        ? Optional.of(
            new Amount(new BigDecimal(match.group(1)), match.group(2).toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  /** Rounds up to the next whole number, so that a demand is never met by less. */
  static Optional<Long> whole(BigDecimal number) {
    var up = number.setScale(0, RoundingMode.CEILING);
    return up.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? Optional.empty()
        : Optional.of(up.longValueExact());
  }

  /** For people: {@code 64 MiB}. */
  static String bytes(long bytes) {
    return new Memory(bytes).toString();
  }
}
