package atoll.capability;

import java.math.BigInteger;
import java.time.Instant;

/**
 * The last instant at which a token counts, in Unix nanoseconds, unsigned 64 bits: until July 2554
 * (DMS §2.2).
 */
public record Expiry(long unixNanos) implements Comparable<Expiry> {
  private static final long NANOS = 1_000_000_000L;

  /**
   * @throws IllegalArgumentException outside 1970 … 2554
   */
  public static Expiry at(Instant instant) {
    if (instant.getEpochSecond() < 0 || instant.getEpochSecond() >= Long.divideUnsigned(-1L, NANOS))
      throw new IllegalArgumentException("expiry is outside 1970 … 2554: " + instant);
    return new Expiry(instant.getEpochSecond() * NANOS + instant.getNano());
  }

  public Instant instant() {
    return Instant.ofEpochSecond(
        Long.divideUnsigned(unixNanos, NANOS), Long.remainderUnsigned(unixNanos, NANOS));
  }

  public boolean isBefore(Expiry other) {
    return Long.compareUnsigned(unixNanos, other.unixNanos) < 0;
  }

  @Override
  public int compareTo(Expiry other) {
    return Long.compareUnsigned(unixNanos, other.unixNanos);
  }

  /**
   * @throws IllegalArgumentException outside unsigned 64 bits
   */
  static Expiry of(BigInteger unixNanos) {
    if (unixNanos.signum() < 0 || unixNanos.bitLength() > 64)
      throw new IllegalArgumentException("exp is no unsigned 64-bit number");
    return new Expiry(unixNanos.longValue());
  }

  @Override
  public String toString() {
    return instant().toString();
  }
}
