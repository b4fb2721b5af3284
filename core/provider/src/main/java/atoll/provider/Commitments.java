package atoll.provider;

import atoll.actor.Dispatcher;
import atoll.actor.Handle;
import atoll.identity.Did;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationName;
import atoll.kernel.EnsembleId;
import atoll.kernel.LeaseId;
import atoll.protocol.AllocateRequest;
import atoll.protocol.CommitAnswer;
import atoll.protocol.CommitRequest;
import atoll.protocol.Outcome;
import atoll.protocol.RevertRequest;
import atoll.protocol.ShutdownRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is promised to whom (DMS §7.5): capacity and ports under a lease, then an allocation, until
 * it is reverted, shut down, or its lease ends. Whoever committed, by the DID that signed the
 * request, alone may command it. One lock guards each decision; nothing is waited for under it.
 */
final class Commitments {
  private static final Logger LOG = LoggerFactory.getLogger(Commitments.class);

  /** The longest that capacity is held for someone who does not use it (DMS §7.2). */
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(60);

  private final ResourceLedger ledger;
  private final PortLedger ports;
  private final Workloads workloads;
  private final Allocations allocations;
  private final InstantSource clock;
  private final Dispatcher dispatcher;
  private final Map<AllocationId, Did> owners = new HashMap<>();
  private boolean closing;

  Commitments(
      ResourceLedger ledger,
      PortLedger ports,
      Workloads workloads,
      Allocations allocations,
      InstantSource clock,
      Dispatcher dispatcher) {
    this.ledger = ledger;
    this.ports = ports;
    this.workloads = workloads;
    this.allocations = allocations;
    this.clock = clock;
    this.dispatcher = dispatcher;
  }

  synchronized CommitAnswer commit(CommitRequest request, Did by) {
    if (closing) return CommitAnswer.refused("this provider is stopping");
    endLeases();
    var id = request.allocation();
    var owner = owners.get(id);
    if (owner != null && !owner.equals(by))
      return CommitAnswer.refused("allocation " + id.manifestKey() + " is another's");
    var longest = clock.instant().plus(LONGEST_HOLD);
    var until = request.until().isBefore(longest) ? request.until() : longest;
    return switch (ledger.hold(id, request.lease(), request.resources(), until)) {
      case ResourceLedger.Hold.Held _ -> reserve(request, by, until);
      case ResourceLedger.Hold.Full(var free) ->
          CommitAnswer.refused(
              "not enough is free: %s, %s and %s of disk"
                  .formatted(free.cpu(), free.memory(), free.disk()));
      case ResourceLedger.Hold.OtherLease() ->
          CommitAnswer.refused("allocation " + id.manifestKey() + " is held under another lease");
    };
  }

  private CommitAnswer reserve(CommitRequest request, Did by, Instant until) {
    var id = request.allocation();
    owners.put(id, by);
    var wishes =
        request.ports().stream()
            .map(port -> new PortLedger.Mapping(port.publicPort(), port.privatePort()))
            .toList();
    return switch (ports.reserve(id, wishes)) {
      case PortLedger.Reservation.Reserved(var mappings) -> {
        dispatcher.schedule(
            Duration.between(clock.instant(), until).plusMillis(1), this::endLeases);
        yield new CommitAnswer(
            true,
            "",
            mappings.stream()
                .collect(
                    Collectors.toMap(
                        PortLedger.Mapping::publicPort, PortLedger.Mapping::privatePort)));
      }
      case PortLedger.Reservation.Taken(int port) -> {
        giveBack(id);
        yield CommitAnswer.refused("public port " + port + " is taken");
      }
      case PortLedger.Reservation.RangeFull() -> {
        giveBack(id);
        yield CommitAnswer.refused("no public port is free");
      }
    };
  }

  /** Makes all the allocations of a request, or none. */
  synchronized AllocateRequest.Answer allocate(
      AllocateRequest request, Did by, Handle orchestrator) {
    if (closing) return AllocateRequest.Answer.refused("this provider is stopping");
    var leases = new LinkedHashMap<AllocationId, LeaseId>();
    for (var entry : request.allocations().entrySet()) {
      var id = new AllocationId(request.ensemble(), request.node(), entry.getKey());
      if (!by.equals(owners.get(id)))
        return AllocateRequest.Answer.refused(
            "nothing is held for " + id.manifestKey() + "; commit first");
      var refusal = workloads.refusal(entry.getValue());
      if (refusal.isPresent())
        return AllocateRequest.Answer.refused(id.manifestKey() + ": " + refusal.get());
      leases.put(id, entry.getValue().leaseOf(id));
    }
    return switch (ledger.admit(leases)) {
      case ResourceLedger.Admission.Running() -> make(request, by, orchestrator);
      case ResourceLedger.Admission.NoLease(var id) ->
          AllocateRequest.Answer.refused(
              "nothing is held for " + id.manifestKey() + " under that lease");
      case ResourceLedger.Admission.LeaseEnded(var id) ->
          AllocateRequest.Answer.refused("the lease of " + id.manifestKey() + " has ended");
    };
  }

  private AllocateRequest.Answer make(AllocateRequest request, Did by, Handle orchestrator) {
    var handles = new LinkedHashMap<AllocationName, Handle>();
    request
        .allocations()
        .forEach((name, order) -> {
          var id = new AllocationId(request.ensemble(), request.node(), name);
          handles.put(name, allocations.make(id, order, by, orchestrator).handle);
        });
    return new AllocateRequest.Answer(true, "", handles);
  }

  /**
   * Gives back whatever is held or runs for the named allocations of {@code by}; returns when that
   * is done. Repeating is harmless.
   */
  Outcome revert(RevertRequest request, Did by) throws InterruptedException {
    for (var allocation : giveBackHeld(request, by)) {
      allocations.shutDown(allocation, Allocations.Told.BY_ANSWER);
      forget(allocation);
    }
    return Outcome.DONE;
  }

  /** Gives back what is only held; what has been made is returned. */
  private synchronized List<HostedAllocation> giveBackHeld(RevertRequest request, Did by) {
    var made = new ArrayList<HostedAllocation>();
    for (var id : List.copyOf(owners.keySet())) {
      if (!request.names(id) || !by.equals(owners.get(id))) continue;
      var newer = ledger.leaseOf(id).filter(lease -> !request.concerns(lease));
      if (newer.isPresent()) continue;
      var allocation = allocations.find(id).filter(a -> !a.isGone() && request.concerns(a.lease));
      if (allocation.isPresent()) made.add(allocation.get());
      else giveBack(id);
    }
    return made;
  }

  Outcome shutDown(ShutdownRequest request, Did by) throws InterruptedException {
    var id = request.allocation();
    var allocation =
        allocations.find(id).filter(a -> a.owner.equals(by) && request.concerns(a.lease));
    if (allocation.isEmpty())
      return Outcome.failed("no allocation " + id.value() + " of yours here");
    allocations.shutDown(allocation.get(), Allocations.Told.BY_ANSWER);
    forget(allocation.get());
    return Outcome.DONE;
  }

  /** Takes no more from now on, and ends what is alive. */
  void close() throws InterruptedException {
    synchronized (this) {
      closing = true;
    }
    allocations.shutDownAll();
  }

  synchronized boolean isClosing() {
    return closing;
  }

  /**
   * The owner's claim on an allocation that has ended, unless something newer stands in its place.
   */
  private synchronized void forget(HostedAllocation allocation) {
    if (ledger.leaseOf(allocation.id).isEmpty()) owners.remove(allocation.id, allocation.owner);
  }

  /** What is promised to someone, and neither held nor alive any more, is nobody's. */
  private synchronized void endLeases() {
    ledger.expire();
    for (var id : List.copyOf(owners.keySet())) {
      if (ledger.leaseOf(id).isPresent()) continue;
      LOG.debug("lease_ended allocation={}", id);
      ports.release(id);
      owners.remove(id);
    }
  }

  private void giveBack(AllocationId id) {
    ports.release(id);
    ledger.leaseOf(id).ifPresent(lease -> ledger.release(id, lease));
    owners.remove(id);
  }

  /** Of the nodes of a deployment, the one that an allocation name belongs to here. */
  Optional<HostedAllocation> find(EnsembleId ensemble, String name, Did by) {
    return allocations.all().stream()
        .filter(a -> a.owner.equals(by) && a.id.ensemble().equals(ensemble))
        .filter(a ->
            name.equals(a.id.value())
                || name.equals(a.id.manifestKey())
                || name.equals(a.id.allocation().value()))
        .findFirst();
  }
}
