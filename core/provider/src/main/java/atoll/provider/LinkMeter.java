package atoll.provider;

import atoll.actor.Links;
import atoll.identity.PeerId;
import atoll.market.LinkEstimate;
import atoll.protocol.EdgeAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

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
   * Takes some round trips, of which the shortest counts, and a short transfer if bandwidth is
   * bounded. Never fails: a link that cannot be measured is one that does not do.
   *
   * @param rttMillis longest round trip in milliseconds; 0 is no bound
   * @param bandwidthKbps lowest throughput in kilobits per second; 0 is no bound
   */
  CompletableFuture<EdgeAnswer> check(PeerId target, long rttMillis, long bandwidthKbps) {
    return roundTrips(target, PINGS, Duration.ofNanos(Long.MAX_VALUE))
        .thenCompose(shortest -> {
          double rtt = shortest.toNanos() / NANOS_A_MILLISECOND;
          var alone = measured(rtt, OptionalLong.empty());
          if (rttMillis > 0 && rtt > rttMillis)
            return done(
                new EdgeAnswer(
                    false,
                    "round trip takes %.1f ms, more than %d ms".formatted(rtt, rttMillis),
                    alone));
          return bandwidthKbps == 0
              ? done(new EdgeAnswer(true, "", alone))
              : throughput(target, rtt, bandwidthKbps);
        })
        .exceptionally(failure -> {
          var cause = failure.getCause() == null ? failure : failure.getCause();
          return new EdgeAnswer(
              false,
              "could not measure the link to " + target + ": " + cause.getMessage(),
              Optional.of(LinkEstimate.UNREACHABLE));
        });
  }

  private CompletableFuture<Duration> roundTrips(PeerId target, int left, Duration shortest) {
    return links
        .ping(target)
        .thenCompose(time -> {
          var best = time.compareTo(shortest) < 0 ? time : shortest;
          return left > 1 ? roundTrips(target, left - 1, best) : done(best);
        });
  }

  private CompletableFuture<EdgeAnswer> throughput(PeerId target, double rtt, long bandwidthKbps) {
    return links
        .probe(target, PROBE_BYTES, PROBE_TIME)
        .thenApply(came -> {
          long kbps = came.bitsPerSecond() / 1000;
          var both = measured(rtt, OptionalLong.of(kbps));
          return kbps < bandwidthKbps
              ? new EdgeAnswer(
                  false,
                  "throughput is " + kbps + " kbit/s, less than " + bandwidthKbps + " kbit/s",
                  both)
              : new EdgeAnswer(true, "", both);
        });
  }

  private static Optional<LinkEstimate> measured(double rtt, OptionalLong kbps) {
    return Optional.of(new LinkEstimate(rtt, kbps));
  }

  private static <T> CompletableFuture<T> done(T result) {
    return CompletableFuture.completedFuture(result);
  }
}
