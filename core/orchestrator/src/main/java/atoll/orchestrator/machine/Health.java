package atoll.orchestrator.machine;

import atoll.ensemble.HealthCheck;
import java.util.Optional;

/**
 * What the answers to one allocation's health checks add up to. Belongs to its deployment's
 * machine.
 */
final class Health {
  private final HealthCheck check;
  private int failures;
  private int successes;
  private Optional<Boolean> verdict = Optional.empty();

  Health(HealthCheck check) {
    this.check = check;
  }

  /** Says what was said before, and counts anew. */
  static Health recalled(HealthCheck check, boolean healthy) {
    var health = new Health(check);
    health.verdict = Optional.of(healthy);
    return health;
  }

  /** Takes one answer in; true if the verdict is now another. */
  boolean take(boolean healthy) {
    failures = healthy ? 0 : failures + 1;
    successes = healthy ? successes + 1 : 0;
    var before = verdict;
    if (successes >= check.successThreshold()) verdict = Optional.of(true);
    if (failures >= check.failureThreshold()) verdict = Optional.of(false);
    return !verdict.equals(before);
  }

  /** Empty until enough answers of one kind have followed each other. */
  Optional<Boolean> verdict() {
    return verdict;
  }
}
