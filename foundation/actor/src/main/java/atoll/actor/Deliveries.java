package atoll.actor;

import atoll.kernel.Backoff;
import atoll.kernel.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that are told again until their receiver answers, or a day has passed: losing one only
 * delays. What they ask must be harmless to repeat. Thread-safe.
 */
public final class Deliveries implements AutoCloseable {
  private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Logger log = LoggerFactory.getLogger(Deliveries.class);

  private final InstantSource clock;
  private final Dispatcher dispatcher;
  private volatile boolean closed;

  public Deliveries(InstantSource clock, Dispatcher dispatcher) {
    this.clock = clock;
    this.dispatcher = dispatcher;
  }

  /**
   * Delivers by calling {@code attempt}, again after a pause that doubles from one second to five
   * minutes, until it is answered, or refused for a reason that does not pass.
   *
   * @return what came of the first attempt
   */
  public CompletableFuture<Reply> deliver(Supplier<CompletableFuture<Reply>> attempt) {
    return deliver(attempt, PAUSES.first(), clock.instant().plus(LONGEST));
  }

  private CompletableFuture<Reply> deliver(
      Supplier<CompletableFuture<Reply>> attempt, Duration pause, Instant until) {
    var reply = attempt.get();
    var _ =
        reply.thenAccept(came -> {
          if (isFinal(came) || closed) return;
          if (clock.instant().isAfter(until)) {
            log.warn("delivery_given_up cause={}", came);
            return;
          }
          dispatcher.schedule(
              pause,
              () -> {
                if (closed) return;
                var _ = deliver(attempt, PAUSES.after(pause), until);
              });
        });
    return reply;
  }

  private static boolean isFinal(Reply reply) {
    return switch (reply) {
      case Reply.Answered _ -> true;
      case Reply.Refused(var code, _) -> !code.retryable() && !isOfItsTime(code);
      case Reply.NoReply _ -> false;
    };
  }

  /** Refused for when it was sent, as where clocks are apart; the next attempt is another one. */
  private static boolean isOfItsTime(ErrorCode code) {
    return code == ErrorCode.EXPIRED || code == ErrorCode.REPLAYED;
  }

  /** Nothing is told again from now on. */
  @Override
  public void close() {
    closed = true;
  }
}
