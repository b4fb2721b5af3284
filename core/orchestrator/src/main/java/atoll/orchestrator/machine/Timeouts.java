package atoll.orchestrator.machine;

import java.time.Duration;

/** How long each step of a deployment may take (DMS §7.2). */
public final class Timeouts {
  public static final Duration BIDS = Duration.ofSeconds(5);
  public static final Duration MEASURE = Duration.ofSeconds(5);
  static final Duration START = Duration.ofMinutes(5);
  public static final Duration SHUTDOWN = Duration.ofSeconds(15);

  /** For a health check to travel there and back, beside what it may take itself. */
  public static final Duration HEALTH = Duration.ofSeconds(5);

  public static final Duration REVERT = Duration.ofSeconds(15);

  /** How long a provider holds what was committed and not allocated. */
  static final Duration LEASE = Duration.ofSeconds(60);

  /** How often each provider is asked what there is, and how long it may take to say. */
  public static final Duration BEAT = Duration.ofSeconds(2);

  /** How many times in a row a provider may say nothing before it counts as lost. */
  static final int MISSES = 3;

  /** How long a node that is not to be placed again waits for its lost provider to return. */
  static final Duration RETURN = Duration.ofMinutes(5);

  /** How long what runs is held for a deployment that asks no more. */
  public static final Duration STANDING = Duration.ofHours(24);

  /** For bids on what replaces something that ran, so that it soon runs again. */
  static final Duration URGENT_BIDS = Duration.ofSeconds(1);

  private Timeouts() {}

  static Duration commit(int allocations) {
    return Duration.ofSeconds(3L * allocations);
  }

  static Duration allocate(int allocations) {
    return Duration.ofSeconds(5L * allocations);
  }
}
