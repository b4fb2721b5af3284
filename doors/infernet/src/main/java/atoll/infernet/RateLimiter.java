package atoll.infernet;

import atoll.infernet.config.RateLimit;
import atoll.kernel.Ticker;
import atoll.web.Response;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets everyone ask so often at each place, and a burst of all of it at once (the generic cell rate
 * algorithm, Infernet §2.8). Safe for any thread.
 */
final class RateLimiter {
  /** Those that asked lately; more cannot have asked within a period from real addresses. */
  private static final int MOST_CALLERS = 200_000;

  private static final double NANOS = 1e9;

  private final RateLimit limit;
  private final Ticker ticker;
  private final long periodNanos;
  private final long inverseNanos;
  private final ConcurrentMap<Caller, AtomicLong> arrivals = new ConcurrentHashMap<>();

  private record Caller(String place, String who) {}

  /**
   * @param remaining further requests that would be let in now
   * @param resetSeconds until all is as if nobody had asked
   * @param retryAfterSeconds until the next one is let in; negative if this one was
   */
  record Verdict(int limit, long remaining, long resetSeconds, long retryAfterSeconds) {
    boolean isRejection() {
      return retryAfterSeconds >= 0;
    }

    Response on(Response response) {
      var told =
          response
              .withHeader("RateLimit-Limit", Integer.toString(limit))
              .withHeader("RateLimit-Remaining", Long.toString(remaining))
              .withHeader("RateLimit-Reset", Long.toString(resetSeconds));
      return isRejection()
          ? told.withHeader("Retry-After", Long.toString(retryAfterSeconds))
          : told;
    }
  }

  RateLimiter(RateLimit limit, Ticker ticker) {
    this.limit = limit;
    this.ticker = ticker;
    this.periodNanos = limit.periodSeconds() * 1_000_000_000L;
    this.inverseNanos = periodNanos / limit.requests();
  }

  /** Asks, and counts if the answer is yes. */
  Verdict ask(String place, String who) {
    long now = ticker.nanos();
    if (arrivals.size() > MOST_CALLERS)
      arrivals.values().removeIf(arrival -> arrival.get() - now <= 0);
    var arrival = arrivals.computeIfAbsent(new Caller(place, who), _ -> new AtomicLong(now));
    while (true) {
      long before = arrival.get();
      long ahead = Math.max(0, before - now);
      if (ahead > periodNanos - inverseNanos)
        return verdict(ahead, (long) ((ahead - (periodNanos - inverseNanos)) / NANOS));
      if (arrival.compareAndSet(before, now + ahead + inverseNanos))
        return verdict(ahead + inverseNanos, -1);
    }
  }

  private Verdict verdict(long ahead, long retryAfterSeconds) {
    double inverse = (double) periodNanos / limit.requests();
    return new Verdict(
        limit.requests(),
        Math.max(0, (long) Math.floor((periodNanos - ahead) / inverse)),
        (long) (ahead / NANOS),
        retryAfterSeconds);
  }
}
