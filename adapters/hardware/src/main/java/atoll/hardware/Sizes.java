package atoll.hardware;

import atoll.kernel.Memory;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Amounts of memory as GPU vendors' tools write them; what is no amount, such as {@code N/A}, is
 * absent.
 */
final class Sizes {
  private Sizes() {}

  static Optional<Memory> mebibytes(String text) {
    return amount(text, 1L << 20);
  }

  static Optional<Memory> bytes(String text) {
    return amount(text, 1);
  }

  /** A value with its unit, as in {@code {"value": 196592, "unit": "MB"}}; MB means MiB there. */
  static Optional<Memory> withUnit(JsonNode node) {
    var unit = node.path("unit").asString("MB").toUpperCase(Locale.ROOT);
    return amount(
        node.path("value").asString(""),
        switch (unit) {
          case "B" -> 1L;
          case "KB", "KIB" -> 1L << 10;
          case "GB", "GIB" -> 1L << 30;
          default -> 1L << 20;
        });
  }

  private static Optional<Memory> amount(String text, long unit) {
    try {
      return Optional.of(
          new Memory(
              new BigDecimal(text.strip()).multiply(BigDecimal.valueOf(unit)).longValueExact()));
    } catch (ArithmeticException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
