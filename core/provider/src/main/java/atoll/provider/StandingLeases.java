package atoll.provider;

import atoll.actor.Dispatcher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * What allocations stand on, until an instant that whoever ordered them moves on: an orphan, of
 * which nobody speaks any more, ends with its lease. Safe for any thread.
 */
final class StandingLeases {
  /** How long an allocation stands until it is spoken of again. */
  static final Duration USUAL = Duration.ofDays(1);

  /** The longest, also for peers that know no leases. */
  static final Duration LONGEST = Duration.ofDays(30);

  /** By so much may what is remembered lag behind, so that renewing seldom costs a write. */
  private static final Duration LAG = Duration.ofHours(1);

  /** When one that could not be ended is tried again. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Dispatcher dispatcher;
  private final Consumer<HostedAllocation> over;

  /**
   * @param over told of each allocation whose lease has ended
   */
  StandingLeases(InstantSource clock, Dispatcher dispatcher, Consumer<HostedAllocation> over) {
    this.clock = clock;
    this.dispatcher = dispatcher;
    this.over = over;
  }

  /**
   * What was held becomes what is stood on.
   *
   * @param named whether the peer names leases, and so renews them
   */
  Lease standing(Lease held, boolean named) {
    return held.until(clock.instant().plus(named ? USUAL : LONGEST));
  }

  /** Moves the instant, to at most {@link #LONGEST} from now. */
  void renew(HostedAllocation allocation, Instant wanted) {
    var longest = clock.instant().plus(LONGEST);
    allocation.renew(wanted.isBefore(longest) ? wanted : longest, LAG);
  }

  /** Sees to it that the allocation ends with its lease. */
  void watch(HostedAllocation allocation) {
    var left = Duration.between(clock.instant(), allocation.record().lease().until());
    var delay = left.isPositive() ? left.plusMillis(1) : AGAIN;
    dispatcher.schedule(delay, () -> check(allocation));
  }

  /** Harmless while its lease lasts, and to repeat. */
  void endIfOver(HostedAllocation allocation) {
    if (!allocation.isGone() && allocation.record().lease().isOver(clock.instant()))
      over.accept(allocation);
  }

  private void check(HostedAllocation allocation) {
    if (allocation.isRetired() || allocation.isGone()) return;
    endIfOver(allocation);
    if (!allocation.isGone()) watch(allocation);
  }
}
