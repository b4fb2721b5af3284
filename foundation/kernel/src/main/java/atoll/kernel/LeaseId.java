package atoll.kernel;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Names one hold on capacity. */
public record LeaseId(String value) {
  public static LeaseId random(RandomGenerator random) {
    var bytes = new byte[12];
    random.nextBytes(bytes);
    return new LeaseId(HexFormat.of().formatHex(bytes));
  }

  @Override
  public String toString() {
    return value;
  }
}
