package atoll.ensemble;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How it is known that a service works (DMS §6.6; thresholds, initial delay and {@code tcp} are
 * ours, §15.3.14).
 *
 * @param failureThreshold consecutive failures that make it unhealthy
 * @param successThreshold consecutive successes that make it healthy
 */
public record HealthCheck(
    Probe probe,
    Duration interval,
    Duration timeout,
    Duration initialDelay,
    int failureThreshold,
    int successThreshold) {

  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
  public static final int DEFAULT_FAILURE_THRESHOLD = 3;
  public static final int DEFAULT_SUCCESS_THRESHOLD = 1;

  public HealthCheck {
    if (!interval.isPositive()) throw new IllegalArgumentException("interval is not positive");
    if (!timeout.isPositive()) throw new IllegalArgumentException("timeout is not positive");
    if (initialDelay.isNegative()) throw new IllegalArgumentException("initial delay is negative");
    if (failureThreshold < 1 || successThreshold < 1)
      throw new IllegalArgumentException("a threshold is below 1");
  }

  /** What is tried. */
  public sealed interface Probe {
    /**
     * Run inside the workload; healthy if it exits 0 and, when given, its output contains {@code
     * expected}.
     */
    record Command(List<String> argv, Optional<String> expected) implements Probe {
      public Command {
        argv = List.copyOf(argv);
      }
    }

    /**
     * GET; healthy if the status is below 400 and, when given, the body equals {@code expected}.
     */
    record Http(String endpoint, Optional<String> expected) implements Probe {}

    /** Healthy if a connection opens. */
    record Tcp(int port) implements Probe {}
  }
}
