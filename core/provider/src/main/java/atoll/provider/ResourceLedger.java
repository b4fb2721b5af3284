package atoll.provider;

import atoll.kernel.AllocationId;
import atoll.kernel.LeaseId;
import atoll.kernel.ResourceDemand;
import atoll.kernel.Resources;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this machine lends, and to whom: free + held + running = onboarded at every instant, in
 * integer units (invariant 1). A hold is a lease and ends by itself; what runs stays until it is
 * released. Safe for any thread; never blocks.
 */
public final class ResourceLedger {
  private final InstantSource clock;
  private final Map<AllocationId, Entry> entries = new LinkedHashMap<>();
  private Resources onboarded = Resources.NONE;
  private Resources free = Resources.NONE;

  public ResourceLedger(InstantSource clock) {
    this.clock = clock;
  }

  /** One allocation's part: held under a lease until an instant, or running and without an end. */
  private record Entry(LeaseId lease, Resources part, Optional<Instant> heldUntil) {}

  /** What is lent in all, in use, and left, at one instant. */
  public record Snapshot(Resources onboarded, Resources held, Resources running, Resources free) {}

  /** What became of an attempt to hold capacity. */
  public sealed interface Hold {
    record Held(Resources part, Instant until) implements Hold {}

    /** It runs on what it has under that lease, and goes on. */
    record Runs() implements Hold {}

    /** It does not fit in what is free now. */
    record Full(Resources free) implements Hold {}

    /** The allocation is held or running under another lease. */
    record OtherLease() implements Hold {}
  }

  /** What became of an attempt to let held allocations run. */
  public sealed interface Admission {
    record Running() implements Admission {}

    /** Nothing is held for it under the lease that was named. */
    record NoLease(AllocationId allocation) implements Admission {}

    record LeaseEnded(AllocationId allocation) implements Admission {}
  }

  /** Replaces what is lent. False, and nothing changes, if more than that is in use. */
  public synchronized boolean onboard(Resources offered) {
    var used = sum(true).plus(sum(false));
    if (!used.fitsIn(offered)) return false;
    onboarded = offered;
    free = offered.minus(used);
    return true;
  }

  /** Lends nothing any more. False, and nothing changes, while anything is held or runs. */
  public synchronized boolean offboard() {
    expire();
    if (!entries.isEmpty()) return false;
    onboarded = Resources.NONE;
    free = Resources.NONE;
    return true;
  }

  /**
   * Holds a part until an instant. Asking again under the same lease moves the instant and changes
   * nothing else.
   */
  public synchronized Hold hold(
      AllocationId allocation, LeaseId lease, ResourceDemand demand, Instant until) {
    expire();
    var known = entries.get(allocation);
    if (known != null) {
      if (!known.lease().equals(lease)) return new Hold.OtherLease();
      if (known.heldUntil().isEmpty()) return new Hold.Runs();
      entries.put(allocation, new Entry(lease, known.part(), Optional.of(until)));
      return new Hold.Held(known.part(), until);
    }
    var part = demand.takeFrom(free);
    if (part.isEmpty()) return new Hold.Full(free);
    entries.put(allocation, new Entry(lease, part.get(), Optional.of(until)));
    free = free.minus(part.get());
    return new Hold.Held(part.get(), until);
  }

  /**
   * Takes up again what was held until an instant, or ran, before this machine was restarted.
   *
   * @throws IllegalStateException if it does not fit beside what was taken up already
   */
  synchronized void restore(
      AllocationId allocation, LeaseId lease, Resources part, Optional<Instant> heldUntil) {
    if (entries.containsKey(allocation) || !part.fitsIn(free))
      throw new IllegalStateException(
          "the part of %s does not fit in what is left of what is lent"
              .formatted(allocation.value()));
    entries.put(allocation, new Entry(lease, part, heldUntil));
    free = free.minus(part);
  }

  /** Makes a hold again of what was admitted, since it cannot be made after all. */
  synchronized void holdAgain(AllocationId allocation, LeaseId lease, Instant until) {
    entries.computeIfPresent(
        allocation,
        (_, entry) ->
            entry.lease().equals(lease)
                ? new Entry(lease, entry.part(), Optional.of(until))
                : entry);
  }

  /** Turns holds into something that runs: all of them, or none. Repeating is harmless. */
  public synchronized Admission admit(Map<AllocationId, LeaseId> leases) {
    for (var wanted : leases.entrySet()) {
      var entry = entries.get(wanted.getKey());
      if (entry == null || !entry.lease().equals(wanted.getValue()))
        return new Admission.NoLease(wanted.getKey());
      if (entry.heldUntil().filter(until -> !clock.instant().isBefore(until)).isPresent())
        return new Admission.LeaseEnded(wanted.getKey());
    }
    leases.forEach((allocation, lease) ->
        entries.computeIfPresent(
            allocation, (_, entry) -> new Entry(lease, entry.part(), Optional.empty())));
    return new Admission.Running();
  }

  /** What an allocation holds or runs on. */
  public synchronized Optional<Resources> partOf(AllocationId allocation) {
    return Optional.ofNullable(entries.get(allocation)).map(Entry::part);
  }

  /** The lease that an allocation is held or runs under. */
  public synchronized Optional<LeaseId> leaseOf(AllocationId allocation) {
    return Optional.ofNullable(entries.get(allocation)).map(Entry::lease);
  }

  /**
   * Gives a part back, whether held or running. False if there was none, or it is under another
   * lease.
   */
  public synchronized boolean release(AllocationId allocation, LeaseId lease) {
    var entry = entries.get(allocation);
    if (entry == null || !entry.lease().equals(lease)) return false;
    entries.remove(allocation);
    free = free.plus(entry.part());
    return true;
  }

  /** Ends the leases whose instant has come; returns whose they were. */
  public synchronized List<AllocationId> expire() {
    var now = clock.instant();
    var ended = new ArrayList<AllocationId>();
    entries.forEach((allocation, entry) -> {
      if (entry.heldUntil().isPresent() && !now.isBefore(entry.heldUntil().get()))
        ended.add(allocation);
    });
    ended.forEach(allocation -> {
      var entry = entries.remove(allocation);
      if (entry != null) free = free.plus(entry.part());
    });
    return ended;
  }

  public synchronized Snapshot snapshot() {
    expire();
    return new Snapshot(onboarded, sum(true), sum(false), free);
  }

  private Resources sum(boolean held) {
    var sum = Resources.NONE;
    for (var entry : entries.values())
      if (entry.heldUntil().isPresent() == held) sum = sum.plus(entry.part());
    return sum;
  }
}
