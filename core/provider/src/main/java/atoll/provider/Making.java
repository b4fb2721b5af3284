package atoll.provider;

import atoll.actor.Handle;
import atoll.identity.Did;
import atoll.identity.PrivateKey;
import atoll.journal.JournalException;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationName;
import atoll.kernel.LeaseId;
import atoll.protocol.AllocateRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.random.RandomGenerator;

/**
 * How what is held becomes allocations: all that a request orders, or none. Not safe for several
 * threads: {@link Commitments} guards it.
 */
final class Making {
  private final ResourceLedger ledger;
  private final Holds holds;
  private final Workloads workloads;
  private final Allocations allocations;
  private final StandingLeases standing;
  private final RandomGenerator random;
  private final InstantSource clock;

  Making(
      ResourceLedger ledger,
      Holds holds,
      Workloads workloads,
      Allocations allocations,
      StandingLeases standing,
      RandomGenerator random,
      InstantSource clock) {
    this.ledger = ledger;
    this.holds = holds;
    this.workloads = workloads;
    this.allocations = allocations;
    this.standing = standing;
    this.random = random;
    this.clock = clock;
  }

  /**
   * @throws JournalException if they are not durable; then none is made, and all stays held
   */
  AllocateRequest.Answer allocate(AllocateRequest request, Did by, Handle orchestrator) {
    var leases = new LinkedHashMap<AllocationId, LeaseId>();
    for (var entry : request.allocations().entrySet()) {
      var id = new AllocationId(request.ensemble(), request.node(), entry.getKey());
      if (!isHeldOrMadeFor(id, by))
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

  private boolean isHeldOrMadeFor(AllocationId id, Did by) {
    return holds
        .find(id)
        .map(hold -> hold.owner().equals(by))
        .orElseGet(() -> allocations.find(id, by).filter(a -> !a.isGone()).isPresent());
  }

  private AllocateRequest.Answer make(AllocateRequest request, Did by, Handle orchestrator) {
    var making = new ArrayList<ProviderMemory.Made>();
    request
        .allocations()
        .forEach((name, order) -> {
          var id = new AllocationId(request.ensemble(), request.node(), name);
          holds.find(id).ifPresent(hold -> making.add(made(hold, order, orchestrator)));
        });
    try {
      allocations.make(making).forEach(standing::watch);
    } catch (RuntimeException e) {
      making.forEach(m -> ledger.holdAgain(m.hold().allocation(), m.hold().id(), m.hold().until()));
      throw e;
    }
    making.forEach(m -> holds.made(m.hold()));
    var handles = new LinkedHashMap<AllocationName, Handle>();
    for (var name : request.allocations().keySet()) {
      var id = new AllocationId(request.ensemble(), request.node(), name);
      allocations.find(id, by).ifPresent(a -> handles.put(name, a.handle));
    }
    return new AllocateRequest.Answer(true, "", handles);
  }

  private ProviderMemory.Made made(Lease hold, AllocateRequest.Order order, Handle orchestrator) {
    var record =
        AllocationRecord.made(standing.standing(hold, order.lease().isPresent()), clock.instant());
    var key = PrivateKey.generate(random);
    return new ProviderMemory.Made(
        hold, record, new Assignment(hold.allocation(), order, orchestrator, key));
  }
}
