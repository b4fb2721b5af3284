package atoll.actor;

import atoll.identity.PeerId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** How good the way to another host is: measured, never looked up. */
public interface Links {
  /** How long one measurement may take before it fails. */
  Duration TIMEOUT = Duration.ofSeconds(5);

  /**
   * The time of one round trip.
   *
   * <p>Fails with {@link atoll.kernel.AtollException} of code UNREACHABLE or TIMED_OUT.
   */
  CompletableFuture<Duration> ping(PeerId peer);

  /**
   * Sends at most {@code maxBytes} to {@code peer}, for at most {@code maxTime}, and says how fast
   * they arrived; both sides bound what they lend to this.
   *
   * <p>Fails with {@link atoll.kernel.AtollException} of code UNREACHABLE, TIMED_OUT or OVERLOADED.
   */
  CompletableFuture<Throughput> probe(PeerId peer, int maxBytes, Duration maxTime);
}
