package atoll.kernel;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Names one deployment for ever; opaque to peers (DMS §6.9). Ours are 32 hex digits. */
public record EnsembleId(String value) {
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,127}");

  public EnsembleId {
    if (!SAFE.matcher(value).matches())
      throw new IllegalArgumentException(
          "ensemble id must be 1 to 128 letters, digits and hyphens");
  }

  public static EnsembleId random(RandomGenerator random) {
    var bytes = new byte[16];
    random.nextBytes(bytes);
    return new EnsembleId(HexFormat.of().formatHex(bytes));
  }

  @Override
  public String toString() {
    return value;
  }
}
