package atoll.provider;

import atoll.kernel.AllocationId;
import atoll.kernel.LeaseId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which public port of this machine is whose (DMS §8.5). Static ports are taken as asked, dynamic
 * ones are the lowest free of the range. A port that another program listens on is not free either.
 * Providers of one machine have a ledger each, and its ports in common. Safe for any thread.
 */
public final class PortLedger {
  /**
   * First dynamic port, and the first after the last (DMS §8.5; the original's upper bound of 65536
   * is no port).
   */
  public static final int FIRST_DYNAMIC = 16384;

  public static final int AFTER_LAST_DYNAMIC = 65536;

  private final Range range;
  private final Map<AllocationId, Part> reserved = new HashMap<>();

  public PortLedger(int first, int afterLast, PortProbe probe) {
    this(new Range(first, afterLast, probe, new TreeSet<>()));
  }

  private PortLedger(Range range) {
    this.range = range;
  }

  /** For another provider of the same machine: no port is given out by both at once. */
  public PortLedger beside() {
    return new PortLedger(range);
  }

  /** Whether a port of this machine is free, by trying. */
  @FunctionalInterface
  public interface PortProbe {
    boolean isFree(int port);
  }

  /** The machine's ports; the lock of whatever ledgers share them. */
  private record Range(int first, int afterLast, PortProbe probe, TreeSet<Integer> taken) {
    Range {
      if (first < 1025 || afterLast > 65536 || first >= afterLast)
        throw new IllegalArgumentException(
            "dynamic ports " + first + " to " + afterLast + " are no range within 1025 to 65536");
    }

    boolean isFree(int port) {
      return !taken.contains(port) && probe.isFree(port);
    }

    int lowestFree(Set<Integer> but) {
      for (int port = first; port < afterLast; port++)
        if (!but.contains(port) && isFree(port)) return port;
      return -1;
    }
  }

  /** A public port and the port of the workload behind it; a wish for public port 0 is for any. */
  public record Mapping(int publicPort, int privatePort) {}

  /** What an allocation has, and under which lease. */
  private record Part(LeaseId lease, List<Mapping> mappings) {}

  /** What became of a reservation: all of it, or nothing. */
  public sealed interface Reservation {
    record Reserved(List<Mapping> mappings) implements Reservation {}

    record Taken(int port) implements Reservation {}

    record RangeFull() implements Reservation {}
  }

  /**
   * Reserves all wishes for an allocation under a lease, or none. Asking again under the same lease
   * returns what it has; what it had under another is given back.
   */
  public Reservation reserve(AllocationId allocation, LeaseId lease, List<Mapping> wishes) {
    synchronized (range) {
      var known = reserved.get(allocation);
      if (known != null && known.lease().equals(lease))
        return new Reservation.Reserved(known.mappings());
      if (known != null) release(allocation, known.lease());
      var mappings = new ArrayList<Mapping>();
      var mine = new HashSet<Integer>();
      for (var wish : wishes) {
        if (wish.publicPort() == 0) continue;
        if (!range.isFree(wish.publicPort()) || !mine.add(wish.publicPort()))
          return new Reservation.Taken(wish.publicPort());
        mappings.add(wish);
      }
      for (var wish : wishes) {
        if (wish.publicPort() != 0) continue;
        int port = range.lowestFree(mine);
        if (port < 0) return new Reservation.RangeFull();
        mine.add(port);
        mappings.add(new Mapping(port, wish.privatePort()));
      }
      range.taken.addAll(mine);
      reserved.put(allocation, new Part(lease, List.copyOf(mappings)));
      return new Reservation.Reserved(List.copyOf(mappings));
    }
  }

  /**
   * Takes up again what an allocation had before this machine was restarted; that its own workload
   * listens there by now is no matter.
   *
   * @throws IllegalStateException if another allocation has one of them
   */
  void restore(AllocationId allocation, LeaseId lease, List<Mapping> mappings) {
    synchronized (range) {
      for (var mapping : mappings)
        if (!range.taken.add(mapping.publicPort()))
          throw new IllegalStateException(
              "public port %d of %s is another's"
                  .formatted(mapping.publicPort(), allocation.value()));
      reserved.put(allocation, new Part(lease, List.copyOf(mappings)));
    }
  }

  /** Gives back what an allocation has under a lease; nothing if it is under another. */
  public void release(AllocationId allocation, LeaseId lease) {
    synchronized (range) {
      var part = reserved.get(allocation);
      if (part == null || !part.lease().equals(lease)) return;
      reserved.remove(allocation);
      part.mappings().forEach(mapping -> range.taken.remove(mapping.publicPort()));
    }
  }

  /** What an allocation has reserved; empty if nothing. */
  public List<Mapping> of(AllocationId allocation) {
    synchronized (range) {
      var part = reserved.get(allocation);
      return part == null ? List.of() : part.mappings();
    }
  }

  /** Those of {@code wanted} that cannot be had now. */
  public Set<Integer> takenOf(List<Integer> wanted) {
    synchronized (range) {
      var busy = new TreeSet<Integer>();
      wanted.forEach(port -> {
        if (!range.isFree(port)) busy.add(port);
      });
      return busy;
    }
  }

  /** Those of the dynamic range that are reserved on this machine. */
  public Set<Integer> reservedDynamic() {
    synchronized (range) {
      return new TreeSet<>(range.taken.subSet(range.first, range.afterLast));
    }
  }

  public int first() {
    return range.first;
  }

  public int afterLast() {
    return range.afterLast;
  }
}
