package atoll.actor;

import atoll.identity.PeerId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

/**
 * What the ways of an in-memory network are like: instant, endlessly wide and perfect until told
 * otherwise. A host's way to itself always is. Thread-safe.
 */
public final class LinkConditions {
  private static final BiPredicate<PeerId, PeerId> NEVER = (from, to) -> false;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Map<Pair, Duration> roundTrips = new ConcurrentHashMap<>();
  private final Map<Pair, Long> bandwidths = new ConcurrentHashMap<>();
  private final Map<Direction, Long> busyUntil = new ConcurrentHashMap<>();
  private volatile BiPredicate<PeerId, PeerId> cut = NEVER;
  private volatile BiPredicate<PeerId, PeerId> lossy = NEVER;

  /** Two hosts, in no order. */
  private record Pair(Set<PeerId> ends) {
    Pair(PeerId one, PeerId other) {
      this(one.equals(other) ? Set.of(one) : Set.of(one, other));
    }
  }

  private record Direction(PeerId from, PeerId to) {}

  LinkConditions() {}

  public void roundTrip(PeerId one, PeerId other, Duration time) {
    roundTrips.put(new Pair(one, other), time);
  }

  /** Each direction carries this much, one message after the other. */
  public void bandwidth(PeerId one, PeerId other, long bitsPerSecond) {
    if (bitsPerSecond <= 0)
      throw new IllegalArgumentException("a bandwidth of " + bitsPerSecond + " bit/s");
    bandwidths.put(new Pair(one, other), bitsPerSecond);
  }

  /** Hosts in {@code side} and hosts outside cannot reach each other until healed. */
  public void partition(Set<PeerId> side) {
    var island = Set.copyOf(side);
    cut = (from, to) -> island.contains(from) != island.contains(to);
  }

  /** {@code host} reaches nobody and nobody reaches it until healed. */
  public void disconnect(PeerId host) {
    partition(Set.of(host));
  }

  /** Everyone reaches everyone, and nothing is lost. */
  public void heal() {
    cut = NEVER;
    lossy = NEVER;
  }

  /** Messages for which this says yes are lost on the way, unnoticed by their sender. */
  public void lose(BiPredicate<PeerId, PeerId> fromAndTo) {
    lossy = fromAndTo;
  }

  boolean connected(PeerId from, PeerId to) {
    return from.equals(to) || !cut.test(from, to);
  }

  boolean loses(PeerId from, PeerId to) {
    return !from.equals(to) && lossy.test(from, to);
  }

  /** From now until {@code bytes} have arrived. */
  Duration delay(PeerId from, PeerId to, int bytes, long now) {
    boolean perfect = roundTrips.isEmpty() && bandwidths.isEmpty();
    if (perfect || from.equals(to)) return Duration.ZERO;
    var pair = new Pair(from, to);
    var way = roundTrips.getOrDefault(pair, Duration.ZERO).dividedBy(2);
    var bandwidth = bandwidths.get(pair);
    if (bandwidth == null) return way;
    long transmission = Math.round((double) bytes * Byte.SIZE * NANOS_PER_SECOND / bandwidth);
    long sent =
        busyUntil.merge(
            new Direction(from, to),
            now + transmission,
            (busy, _) -> Math.max(busy - now, 0) + now + transmission);
    return way.plusNanos(sent - now);
  }
}
