package atoll.market;

import atoll.kernel.GpuDemand;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** How quantities are written for people, and how one that is recommended is rounded down. */
final class Amounts {
  private static final long KIBIBYTE = 1L << 10;
  private static final long MEBIBYTE = 1L << 20;
  private static final long GIBIBYTE = 1L << 30;
  private static final long MEGAHERTZ = 1_000_000;

  private Amounts() {}

  /** The same text in every locale. */
  static String say(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Whole mebibytes where that leaves anything, else whole kibibytes: a number one would type. */
  static long roundedDown(long bytes) {
    long unit = bytes >= MEBIBYTE ? MEBIBYTE : bytes >= KIBIBYTE ? KIBIBYTE : 1;
    return bytes / unit * unit;
  }

  /** Exactly the amount, in the largest unit that needs no fraction. */
  static String exactBytes(long bytes) {
    if (bytes >= GIBIBYTE && bytes % GIBIBYTE == 0) return bytes / GIBIBYTE + " GiB";
    if (bytes >= MEBIBYTE && bytes % MEBIBYTE == 0) return bytes / MEBIBYTE + " MiB";
    if (bytes >= KIBIBYTE && bytes % KIBIBYTE == 0) return bytes / KIBIBYTE + " KiB";
    return bytes + " B";
  }

  static long wholeMegahertz(long hertz) {
    return hertz / MEGAHERTZ * MEGAHERTZ;
  }

  static String hertz(long hertz) {
    return BigDecimal.valueOf(hertz)
            .divide(BigDecimal.valueOf(1_000 * MEGAHERTZ), 3, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString()
        + " GHz";
  }

  /** At least three digits that count, so that a bound just missed does not look met. */
  static String millis(double millis) {
    return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%.1f ms", millis);
  }

  /** With three decimals. */
  static String thousandths(double number) {
    return BigDecimal.valueOf(Math.round(number * 1000), 3).toPlainString();
  }

  static String gpu(GpuDemand gpu) {
    var text = new StringBuilder("a GPU");
    gpu.vendor().ifPresent(vendor -> text.append(" of ").append(vendor.wireName()));
    gpu.model().ifPresent(model -> text.append(", ").append(model));
    return text.append(" with ").append(gpu.vram()).toString();
  }
}
