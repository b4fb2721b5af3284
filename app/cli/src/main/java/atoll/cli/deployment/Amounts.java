package atoll.cli.deployment;

import atoll.dms.api.ResourcesDocument;
import java.util.ArrayList;
import java.util.Locale;

/** Amounts of a machine for people: {@code 0.2 cores, 64 MiB, 1 GiB disk}. */
final class Amounts {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Amounts() {}

  static String text(ResourcesDocument amounts) {
    var parts = new ArrayList<String>();
    parts.add(cores(amounts.cpuMillicores()));
    parts.add(bytes(amounts.memoryBytes()) + " memory");
    parts.add(bytes(amounts.diskBytes()) + " disk");
    for (var gpu : amounts.gpus()) parts.add(gpu.model() + " (" + bytes(gpu.vramBytes()) + ")");
    return String.join(", ", parts);
  }

  /** Credits an hour, of millionths of a credit. */
  static String price(long microCredits) {
    return java.math.BigDecimal.valueOf(microCredits, 6).stripTrailingZeros().toPlainString()
        + " credits/h";
  }

  static String cores(long millicores) {
    var number = java.math.BigDecimal.valueOf(millicores, 3).stripTrailingZeros().toPlainString();
    return number + (millicores == 1000 ? " core" : " cores");
  }

  static String bytes(long bytes) {
    int unit = 0;
    double amount = bytes;
    while (amount >= 1024 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    var number =
        String.format(
            Locale.ROOT, amount < 10 && amount != Math.rint(amount) ? "%.1f" : "%.0f", amount);
    return number + " " + UNITS[unit];
  }
}
