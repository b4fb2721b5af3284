package atoll.actor;

import java.util.TreeMap;

/**
 * The nonces that one sender has used, each remembered until its message expires. Consecutive ones
 * take one entry together, so a sender that counts up costs little. At its bound the lowest are
 * forgotten, and everything below counts as used until the last of them has expired: nothing is
 * ever accepted twice. Times are unsigned Unix nanoseconds. Not thread-safe.
 */
final class ReplayWindow {
  enum Verdict {
    NEW,
    USED,
    /** Below what is remembered; whether it was used cannot be said. */
    TOO_OLD
  }

  /** Nonces from its key up to and including {@code last}. */
  private record Run(long last, long expiry) {}

  private final int capacity;
  private final TreeMap<Long, Run> runs = new TreeMap<>(Long::compareUnsigned);
  private long floor;
  private long floorExpiry;

  ReplayWindow(int capacity) {
    this.capacity = capacity;
  }

  /** Marks a nonce as used, if it is new. */
  Verdict use(long nonce, long expiry, long now) {
    if (isBelowFloor(nonce, now)) return Verdict.TOO_OLD;
    var below = runs.floorEntry(nonce);
    if (below != null && Long.compareUnsigned(nonce, below.getValue().last) <= 0)
      return Verdict.USED;
    boolean joinsBelow = below != null && below.getValue().last == nonce - 1;
    if (!joinsBelow && runs.size() >= capacity) {
      makeRoom(now);
      if (isBelowFloor(nonce, now)) return Verdict.TOO_OLD;
    }
    add(nonce, expiry);
    return Verdict.NEW;
  }

  /** Drops what expired; true if nothing is left to remember. */
  boolean forget(long now) {
    runs.values().removeIf(run -> Long.compareUnsigned(run.expiry, now) < 0);
    return runs.isEmpty() && Long.compareUnsigned(floorExpiry, now) < 0;
  }

  private void add(long nonce, long expiry) {
    long first = nonce;
    long last = nonce;
    long until = expiry;
    var below = nonce == 0 ? null : runs.floorEntry(nonce - 1);
    if (below != null && below.getValue().last == nonce - 1) {
      first = below.getKey();
      until = later(until, below.getValue().expiry);
    }
    var above = nonce == -1L ? null : runs.remove(nonce + 1);
    if (above != null) {
      last = above.last;
      until = later(until, above.expiry);
    }
    runs.put(first, new Run(last, until));
  }

  private void makeRoom(long now) {
    forget(now);
    if (runs.size() < capacity) return;
    var lowest = runs.pollFirstEntry();
    floor = lowest.getValue().last;
    floorExpiry = later(floorExpiry, lowest.getValue().expiry);
  }

  private boolean isBelowFloor(long nonce, long now) {
    return Long.compareUnsigned(nonce, floor) <= 0 && Long.compareUnsigned(now, floorExpiry) <= 0;
  }

  private static long later(long one, long other) {
    return Long.compareUnsigned(one, other) >= 0 ? one : other;
  }
}
