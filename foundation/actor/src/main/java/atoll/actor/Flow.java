package atoll.actor;

import java.time.Duration;
import java.util.Optional;

/** The chunks of one throughput probe as they arrive. Thread-safe. */
final class Flow {
  final int total;
  private final long start;
  private long first;
  private int firstBytes;
  private long last;
  private int bytes;

  Flow(long start, int total) {
    this.start = start;
    this.total = total;
  }

  /** Whether this was the last chunk. */
  synchronized boolean arrived(byte[] chunk, long now) {
    if (bytes == 0) {
      first = now;
      firstBytes = chunk.length;
    }
    last = now;
    bytes += chunk.length;
    return bytes == total;
  }

  /**
   * Empty while nothing arrived. The first chunk only starts the clock, since its time is that of
   * the way; unless it is all there is.
   */
  synchronized Optional<Throughput> measured() {
    if (bytes == 0) return Optional.empty();
    boolean alone = bytes == firstBytes;
    long took = Math.max(1, alone ? last - start : last - first);
    return Optional.of(new Throughput(alone ? bytes : bytes - firstBytes, Duration.ofNanos(took)));
  }
}
