package atoll.actor;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts the ends of messages; what {@link ActorCounters} is read from. */
final class Counters {
  enum End {
    HANDLED,
    REPLY,
    MALFORMED,
    MISADDRESSED,
    UNAUTHENTICATED,
    REFUSED_UNREAD,
    EXPIRED,
    REPEATED,
    REPLAYED,
    UNAUTHORISED,
    UNKNOWN_BEHAVIOUR,
    OVERLOADED,
    BAD_REQUEST,
    FAILED
  }

  private final Map<End, LongAdder> counts = new EnumMap<>(End.class);

  Counters() {
    for (var end : End.values()) counts.put(end, new LongAdder());
  }

  void count(End end) {
    adder(end).increment();
  }

  ActorCounters read() {
    return new ActorCounters(
        of(End.HANDLED),
        of(End.REPLY),
        of(End.MALFORMED),
        of(End.MISADDRESSED),
        of(End.UNAUTHENTICATED),
        of(End.REFUSED_UNREAD),
        of(End.EXPIRED),
        of(End.REPEATED),
        of(End.REPLAYED),
        of(End.UNAUTHORISED),
        of(End.UNKNOWN_BEHAVIOUR),
        of(End.OVERLOADED),
        of(End.BAD_REQUEST),
        of(End.FAILED));
  }

  private long of(End end) {
    return adder(end).sum();
  }

  private LongAdder adder(End end) {
    var adder = counts.get(end);
    if (adder == null) throw new IllegalStateException("no counter of " + end);
    return adder;
  }
}
