package atoll.jobs;

import atoll.kernel.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Names one job among its client's. Ours are random UUIDs; a reporter may bring another name. */
public record JobId(String value) {
  private static final int LONGEST = 256;

  public JobId {
    if (value.isEmpty() || value.length() > LONGEST)
      throw new IllegalArgumentException("a job's id has 1 to 256 characters");
    if (value.chars().anyMatch(Character::isISOControl))
      throw new IllegalArgumentException("a job's id has no control characters");
  }

  public static JobId random(RandomGenerator random) {
    return ofVersion4(random.nextLong(), random.nextLong());
  }

  /** Always the same id for the same key of the same client. */
  public static JobId of(Client client, String idempotencyKey) {
    var hash =
        ByteBuffer.wrap(
            Sha256.of(
                client.name().getBytes(StandardCharsets.UTF_8),
                new byte[1],
                idempotencyKey.getBytes(StandardCharsets.UTF_8)));
    return ofVersion4(hash.getLong(), hash.getLong());
  }

  private static JobId ofVersion4(long high, long low) {
    return new JobId(new UUID(high & ~0xf000L | 0x4000L, low & ~(3L << 62) | 1L << 63).toString());
  }

  @Override
  public String toString() {
    return value;
  }
}
