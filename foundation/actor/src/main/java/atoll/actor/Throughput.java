package atoll.actor;

import java.time.Duration;

/** A measured flow: how many bytes arrived in how much time. */
public record Throughput(long bytes, Duration took) {
  private static final double NANOS = 1e9;

  public Throughput {
    if (bytes < 0) throw new IllegalArgumentException("a flow of " + bytes + " bytes");
    if (!took.isPositive()) throw new IllegalArgumentException("a flow that took " + took);
  }

  public long bitsPerSecond() {
    double bits = bytes * 8.0 * NANOS / took.toNanos();
    return Math.round(Math.min(bits, Long.MAX_VALUE));
  }
}
