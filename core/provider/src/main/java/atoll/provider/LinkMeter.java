package atoll.provider;

import atoll.actor.Links;
import atoll.identity.PeerId;
import atoll.kernel.AtollException;
import atoll.market.LinkEstimate;
import atoll.protocol.EdgeAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Measures this node's link to another and compares it with bounds, which the original never did
 * (DMS §15.1 W1, §15.3.3).
 */
final class LinkMeter {
  private static final int PINGS = 5;
  private static final int PROBE_BYTES = 4 << 20;
  private static final Duration PROBE_TIME = Duration.ofSeconds(1);
  private static final double NANOS_A_MILLISECOND = 1e6;

  private final Links links;

  LinkMeter(Links links) {
    this.links = links;
  }

  /**
   * Blocks for some round trips, of which the shortest counts, and for a short transfer if
   * bandwidth is bounded.
   *
   * @param rttMillis longest round trip in milliseconds; 0 is no bound
   * @param bandwidthKbps lowest throughput in kilobits per second; 0 is no bound
   */
  EdgeAnswer check(PeerId target, long rttMillis, long bandwidthKbps) throws InterruptedException {
    try {
      double rtt = shortestRoundTrip(target);
      if (rttMillis > 0 && rtt > rttMillis)
        return new EdgeAnswer(
            false,
            "round trip takes %.1f ms, more than %d ms".formatted(rtt, rttMillis),
            measured(rtt, OptionalLong.empty()));
      if (bandwidthKbps == 0) return new EdgeAnswer(true, "", measured(rtt, OptionalLong.empty()));
      long kbps = await(links.probe(target, PROBE_BYTES, PROBE_TIME)).bitsPerSecond() / 1000;
      var both = measured(rtt, OptionalLong.of(kbps));
      return kbps < bandwidthKbps
          ? new EdgeAnswer(
              false,
              "throughput is " + kbps + " kbit/s, less than " + bandwidthKbps + " kbit/s",
              both)
          : new EdgeAnswer(true, "", both);
    } catch (AtollException e) {
      return new EdgeAnswer(
          false,
          "could not measure the link to " + target + ": " + e.getMessage(),
          Optional.of(LinkEstimate.UNREACHABLE));
    }
  }

  private double shortestRoundTrip(PeerId target) throws InterruptedException {
    double shortest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < PINGS; i++)
      shortest = Math.min(shortest, await(links.ping(target)).toNanos() / NANOS_A_MILLISECOND);
    return shortest;
  }

  private static Optional<LinkEstimate> measured(double rtt, OptionalLong kbps) {
    return Optional.of(new LinkEstimate(rtt, kbps));
  }

  private static <T> T await(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AtollException known) throw known;
      throw new IllegalStateException("measuring a link", e.getCause());
    }
  }
}
