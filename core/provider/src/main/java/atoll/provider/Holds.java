package atoll.provider;

import atoll.identity.Did;
import atoll.journal.JournalException;
import atoll.kernel.AllocationId;
import atoll.protocol.CommitAnswer;
import atoll.protocol.CommitRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Capacity and ports that are kept for somebody for a while, each under a lease (DMS §7.5). Not
 * safe for several threads: {@link Commitments} guards it.
 */
final class Holds {
  private static final Logger LOG = LoggerFactory.getLogger(Holds.class);

  private final ResourceLedger ledger;
  private final PortLedger ports;
  private final ProviderMemory memory;
  private final Map<AllocationId, Lease> held = new HashMap<>();

  Holds(ResourceLedger ledger, PortLedger ports, ProviderMemory memory) {
    this.ledger = ledger;
    this.ports = ports;
    this.memory = memory;
  }

  Optional<Lease> find(AllocationId id) {
    return Optional.ofNullable(held.get(id));
  }

  List<Lease> all() {
    return List.copyOf(held.values());
  }

  /**
   * Holds what is asked for until an instant. Asking again under the same lease moves the instant,
   * unless the hold has become an allocation: then it only answers.
   *
   * @throws JournalException if that is not durable; then nothing has changed
   */
  CommitAnswer hold(CommitRequest request, Did by, Instant until) {
    var id = request.allocation();
    return switch (ledger.hold(id, request.lease(), request.resources(), until)) {
      case ResourceLedger.Hold.Held(var part, _) ->
          reserve(
              request, new Lease(id, request.lease(), by, request.epoch(), part, List.of(), until));
      case ResourceLedger.Hold.Runs() -> answer(ports.of(id));
      case ResourceLedger.Hold.Full(var free) -> CommitAnswer.refused(Refusals.full(free));
      case ResourceLedger.Hold.OtherLease() ->
          CommitAnswer.refused("allocation " + id.manifestKey() + " is held under another lease");
    };
  }

  private CommitAnswer reserve(CommitRequest request, Lease lease) {
    var wishes =
        request.ports().stream()
            .map(port -> new PortLedger.Mapping(port.publicPort(), port.privatePort()))
            .toList();
    return switch (ports.reserve(lease.allocation(), lease.id(), wishes)) {
      case PortLedger.Reservation.Reserved(var mappings) -> {
        remember(lease.with(mappings));
        yield answer(mappings);
      }
      case PortLedger.Reservation.Taken(int port) -> {
        free(lease);
        yield CommitAnswer.refused(Refusals.taken(port));
      }
      case PortLedger.Reservation.RangeFull() -> {
        free(lease);
        yield CommitAnswer.refused(Refusals.NO_PORT);
      }
    };
  }

  private void remember(Lease lease) {
    var before = find(lease.allocation());
    try {
      memory.hold(lease, before);
    } catch (JournalException e) {
      if (before.isEmpty()) free(lease);
      else ledger.holdAgain(lease.allocation(), lease.id(), before.get().until());
      throw e;
    }
    held.put(lease.allocation(), lease);
  }

  private static CommitAnswer answer(List<PortLedger.Mapping> mappings) {
    return new CommitAnswer(
        true,
        "",
        mappings.stream()
            .collect(
                Collectors.toMap(PortLedger.Mapping::publicPort, PortLedger.Mapping::privatePort)));
  }

  /**
   * Takes up a hold that is remembered; false if it has become an allocation, or its room was given
   * to another since it ran out, which a clock that was set back does not tell.
   */
  boolean restore(Lease hold) {
    if (ledger.leaseOf(hold.allocation()).isPresent()) return false;
    if (!hold.part().fitsIn(ledger.snapshot().free())) return false;
    ledger.restore(hold.allocation(), hold.id(), hold.part(), Optional.of(hold.until()));
    ports.restore(hold.allocation(), hold.id(), hold.ports());
    held.put(hold.allocation(), hold);
    return true;
  }

  /** Takes up what an allocation that is remembered stands on. */
  void restoreMade(Lease lease) {
    ledger.restore(lease.allocation(), lease.id(), lease.part(), Optional.empty());
    ports.restore(lease.allocation(), lease.id(), lease.ports());
  }

  /** It has become an allocation, which has what was held from now on. */
  void made(Lease hold) {
    held.remove(hold.allocation());
  }

  /**
   * Gives back holds, once that is durable.
   *
   * @throws JournalException if it is not; then they are held on
   */
  void giveBack(List<Lease> given) {
    memory.release(given.stream().map(Lease::allocation).toList());
    given.forEach(this::forget);
  }

  /** What nobody has used in time is nobody's any more. */
  void endOver(Instant now) {
    var over = held.values().stream().filter(hold -> hold.isOver(now)).toList();
    try {
      giveBack(over);
    } catch (JournalException e) {
      // They are over all the same, and a restart finds that too.
      LOG.warn("lease_ends_not_remembered cause={}", e.getMessage());
      over.forEach(this::forget);
    }
  }

  private void forget(Lease hold) {
    free(hold);
    held.remove(hold.allocation());
  }

  private void free(Lease hold) {
    ports.release(hold.allocation(), hold.id());
    ledger.release(hold.allocation(), hold.id());
  }
}
