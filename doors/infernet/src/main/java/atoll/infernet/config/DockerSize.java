package atoll.infernet.config;

import atoll.kernel.Memory;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Sizes as Docker writes them: {@code "512m"}, {@code "1.5g"}, or bytes; units are of 1024. */
final class DockerSize {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?) ?(?:([kmgt])i?)?b?");
  private static final String UNITS = "kmgt";
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  private DockerSize() {}

  /** Empty if it is none. */
  static Optional<Memory> of(JsonNode node) {
    if (!node.isString())
      return node.isNumber()
          ? Lax.asWhole(node).map(BigDecimal::new).flatMap(DockerSize::whole)
          : Optional.empty();
    var match = FORM.matcher(node.stringValue().strip().toLowerCase(Locale.ROOT));
    if (!match.matches()) return Optional.empty();
    var unit = match.group(2);
    int power = unit == null ? 0 : UNITS.indexOf(unit) + 1;
    return whole(new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power))));
  }

  private static Optional<Memory> whole(BigDecimal bytes) {
    return bytes.signum() < 0 || bytes.compareTo(LARGEST) > 0
        ? Optional.empty()
        : Optional.of(new Memory(bytes.longValue()));
  }
}
