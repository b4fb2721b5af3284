package atoll.infernet;

import atoll.infernet.config.RateLimit;
import atoll.kernel.Ticker;
import atoll.web.Response;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets everyone ask so often at each place, and a burst of all of it at once (the generic cell rate
 * algorithm, Infernet §2.8). Whoever has an address of IPv6 has 2^64 of them, so all of one network
 * are one caller. So many callers are known at once; while all of them asked within a period,
 * others are rejected. Safe for any thread.
 */
final class RateLimiter {
  private static final int MOST_CALLERS = 200_000;

  private static final double NANOS = 1e9;

  private final RateLimit limit;
  private final Ticker ticker;
  private final long periodNanos;
  private final long inverseNanos;
  private final ConcurrentMap<Caller, AtomicLong> arrivals = new ConcurrentHashMap<>();

  private final AtomicLong swept;
  private final int mostCallers;

  /**
   * @param network all of an address of IPv4, the first half of one of IPv6
   */
  private record Caller(String place, boolean isIpv6, long network) {
    static Caller of(String place, InetAddress who) {
      var bytes = ByteBuffer.wrap(who.getAddress());
      return who instanceof Inet6Address
          ? new Caller(place, true, bytes.getLong())
          : new Caller(place, false, bytes.getInt());
    }
  }

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
    this(limit, ticker, MOST_CALLERS);
  }

  RateLimiter(RateLimit limit, Ticker ticker, int mostCallers) {
    this.mostCallers = mostCallers;
    this.limit = limit;
    this.ticker = ticker;
    this.periodNanos = limit.periodSeconds() * 1_000_000_000L;
    this.inverseNanos = periodNanos / limit.requests();
    this.swept = new AtomicLong(ticker.nanos() - periodNanos);
  }

  /** Asks, and counts if the answer is yes. */
  Verdict ask(String place, InetAddress who) {
    long now = ticker.nanos();
    var caller = Caller.of(place, who);
    if (!arrivals.containsKey(caller) && isFull(now))
      return verdict(periodNanos, limit.periodSeconds());
    var arrival = arrivals.computeIfAbsent(caller, _ -> new AtomicLong(now));
    while (true) {
      long before = arrival.get();
      long ahead = Math.max(0, before - now);
      if (ahead > periodNanos - inverseNanos)
        return verdict(ahead, (long) ((ahead - (periodNanos - inverseNanos)) / NANOS));
      if (arrival.compareAndSet(before, now + ahead + inverseNanos))
        return verdict(ahead + inverseNanos, -1);
    }
  }

  /** Forgets those that count for nothing any more, once a period at most. */
  private boolean isFull(long now) {
    if (arrivals.size() < mostCallers) return false;
    long last = swept.get();
    if (now - last >= periodNanos && swept.compareAndSet(last, now))
      arrivals.values().removeIf(arrival -> arrival.get() - now <= 0);
    return arrivals.size() >= mostCallers;
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
