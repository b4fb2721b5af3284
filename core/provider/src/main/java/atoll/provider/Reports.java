package atoll.provider;

import atoll.actor.Dispatcher;
import atoll.actor.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports that are told again until their receiver answers, or a day has passed: losing one only
 * delays.
 */
final class Reports implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Duration SLOWEST = Duration.ofMinutes(5);
  private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

  private final InstantSource clock;
  private final Dispatcher dispatcher;
  private volatile boolean closed;

  Reports(InstantSource clock, Dispatcher dispatcher) {
    this.clock = clock;
    this.dispatcher = dispatcher;
  }

  /**
   * Delivers by calling {@code attempt}, again after a pause that doubles from one second, until it
   * is answered.
   */
  void deliver(Supplier<CompletableFuture<Reply>> attempt) {
    deliver(attempt, Duration.ofSeconds(1), clock.instant().plus(LONGEST));
  }

  private void deliver(Supplier<CompletableFuture<Reply>> attempt, Duration pause, Instant until) {
    if (closed) return;
    var _ =
        attempt
            .get()
            .whenComplete((reply, failure) -> {
              if (reply instanceof Reply.Answered || reply instanceof Reply.Refused) return;
              if (clock.instant().isAfter(until)) {
                LOG.warn("report_given_up cause={}", failure == null ? reply : failure.toString());
                return;
              }
              var next =
                  pause.multipliedBy(2).compareTo(SLOWEST) < 0 ? pause.multipliedBy(2) : SLOWEST;
              dispatcher.schedule(pause, () -> deliver(attempt, next, until));
            });
  }

  @Override
  public void close() {
    closed = true;
  }
}
