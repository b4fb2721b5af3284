package atoll.orchestrator;

import java.time.Duration;

/** How long each step of a deployment may take (DMS §7.2). */
final class Timeouts {
  static final Duration BIDS = Duration.ofSeconds(5);
  static final Duration MEASURE = Duration.ofSeconds(5);
  static final Duration START = Duration.ofMinutes(5);
  static final Duration SHUTDOWN = Duration.ofSeconds(15);

  /** For a health check to travel there and back, beside what it may take itself. */
  static final Duration HEALTH = Duration.ofSeconds(5);

  static final Duration REVERT = Duration.ofSeconds(15);

  /** How long a provider holds what was committed and not allocated. */
  static final Duration LEASE = Duration.ofSeconds(60);

  private Timeouts() {}

  static Duration commit(int allocations) {
    return Duration.ofSeconds(3L * allocations);
  }

  static Duration allocate(int allocations) {
    return Duration.ofSeconds(5L * allocations);
  }
}
