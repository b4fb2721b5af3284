package atoll.infernet.chain;

import java.time.InstantSource;

/**
 * Which second it is for contracts: that of the latest block, or of this node's clock where the
 * chain makes blocks only when somebody sends something.
 */
final class ChainClock {
  private final InstantSource clock;
  private volatile long latest;

  ChainClock(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @param second of the latest block
   */
  void saw(long second) {
    latest = second;
  }

  /** Second of the latest block that was seen. */
  long latest() {
    return latest;
  }

  long second() {
    return Math.max(latest, clock.instant().getEpochSecond());
  }
}
