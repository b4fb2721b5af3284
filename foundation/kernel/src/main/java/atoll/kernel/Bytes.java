package atoll.kernel;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** How an amount of bytes is written for people. */
final class Bytes {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Bytes() {}

  /** The largest unit that leaves a whole part, with at most two decimals: {@code 1.5 GiB}. */
  static String forPeople(long bytes) {
    int unit = 0;
    while (unit + 1 < UNITS.length && bytes >> (10 * (unit + 1)) != 0) unit++;
    var amount =
        BigDecimal.valueOf(bytes)
            .divide(BigDecimal.valueOf(1L << (10 * unit)), 2, RoundingMode.HALF_UP);
    return amount.stripTrailingZeros().toPlainString() + " " + UNITS[unit];
  }
}
