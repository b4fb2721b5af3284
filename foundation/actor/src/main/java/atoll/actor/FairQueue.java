package atoll.actor;

import atoll.identity.PeerId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait, in two lanes, taken from one neighbour after the other so that none waits for
 * another's flood. The reserved lane goes first, but for every fourth turn. Bounded in messages and
 * bytes, in all and per neighbour. Not thread-safe.
 */
final class FairQueue<T> {
  enum Lane {
    ORDINARY,
    /** For answers that were asked for, and for control. */
    RESERVED
  }

  private static final int RESERVED_TURNS = 3;
  private static final long MAX_BYTES = 64L << 20;
  private static final long MAX_PEER_BYTES = 16L << 20;

  private final Backlog ordinary;
  private final Backlog reserved;
  private int reservedTurns;

  FairQueue(int capacity, int perPeer) {
    ordinary = new Backlog(capacity, perPeer);
    reserved = new Backlog(capacity, perPeer);
  }

  /** False if there is no room for it. */
  boolean offer(PeerId peer, Lane lane, T item, int bytes) {
    return switch (lane) {
      case ORDINARY -> ordinary.offer(peer, item, bytes);
      case RESERVED -> reserved.offer(peer, item, bytes);
    };
  }

  /** The next in turn, or null if nothing waits. */
  @Nullable T poll() {
    boolean ordinarysTurn = reservedTurns >= RESERVED_TURNS && !ordinary.turns.isEmpty();
    if (reserved.turns.isEmpty() || ordinarysTurn) {
      reservedTurns = 0;
      return ordinary.poll();
    }
    reservedTurns++;
    return reserved.poll();
  }

  private final class Backlog {
    private final int capacity;
    private final int perPeer;
    private final Map<PeerId, Neighbour> neighbours = new HashMap<>();
    private final Queue<Neighbour> turns = new ArrayDeque<>();
    private int size;
    private long bytes;

    Backlog(int capacity, int perPeer) {
      this.capacity = capacity;
      this.perPeer = perPeer;
    }

    boolean offer(PeerId peer, T item, int itemBytes) {
      if (size >= capacity || bytes + itemBytes > MAX_BYTES) return false;
      var neighbour = neighbours.computeIfAbsent(peer, Neighbour::new);
      if (neighbour.waiting.size() >= perPeer || neighbour.bytes + itemBytes > MAX_PEER_BYTES)
        return false;
      if (neighbour.waiting.isEmpty()) turns.add(neighbour);
      neighbour.waiting.add(new Waiting<>(item, itemBytes));
      neighbour.bytes += itemBytes;
      bytes += itemBytes;
      size++;
      return true;
    }

    @Nullable T poll() {
      var neighbour = turns.poll();
      if (neighbour == null) return null;
      var next = neighbour.waiting.remove();
      neighbour.bytes -= next.bytes;
      bytes -= next.bytes;
      size--;
      if (neighbour.waiting.isEmpty()) neighbours.remove(neighbour.peer);
      else turns.add(neighbour);
      return next.item;
    }
  }

  private final class Neighbour {
    private final PeerId peer;
    private final Queue<Waiting<T>> waiting = new ArrayDeque<>();
    private long bytes;

    Neighbour(PeerId peer) {
      this.peer = peer;
    }
  }

  private record Waiting<T>(T item, int bytes) {}
}
