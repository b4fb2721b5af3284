package atoll.orchestrator.machine;

import static atoll.orchestrator.machine.AllocationProgress.Phase.RUNNING;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When something new may take the place of something old that runs. */
final class Gate {
  /** How long a service without a health check must have run. */
  static final Duration SETTLED = Duration.ofSeconds(3);

  private Gate() {}

  /** Whether all of its services are healthy, or have run for a while if nothing checks them. */
  static boolean isPassed(List<AllocationProgress> some, Instant now) {
    return some.stream().allMatch(progress -> isPassed(progress, now));
  }

  private static boolean isPassed(AllocationProgress progress, Instant now) {
    if (progress.phase != RUNNING) return progress.satisfies();
    if (!progress.isService()) return true;
    if (progress.spec.healthCheck().isPresent())
      return progress.health.flatMap(Health::verdict).equals(Optional.of(true));
    return progress.startedAt.map(at -> !at.plus(SETTLED).isAfter(now)).orElse(false);
  }
}
