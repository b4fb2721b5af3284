package atoll.provider;

import atoll.actor.Dispatcher;
import atoll.actor.Handle;
import atoll.identity.Did;
import atoll.identity.PrivateKey;
import atoll.journal.JournalException;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationName;
import atoll.kernel.LeaseId;
import atoll.kernel.Resources;
import atoll.protocol.AllocateRequest;
import atoll.protocol.CommitAnswer;
import atoll.protocol.CommitRequest;
import atoll.protocol.RevertRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is promised to whom (DMS §7.5): capacity and ports under a lease, then an allocation. Each
 * promise is durable before it is given. One lock guards each decision; nothing but the journal is
 * waited for under it.
 */
final class Commitments {
  private static final Logger LOG = LoggerFactory.getLogger(Commitments.class);

  /** The longest that capacity is held for someone who does not use it (DMS §7.2). */
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(60);

  private final ResourceLedger ledger;
  private final PortLedger ports;
  private final ProviderMemory memory;
  private final Workloads workloads;
  private final Allocations allocations;
  private final StandingLeases standing;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final Dispatcher dispatcher;
  private final Map<AllocationId, Lease> holds = new HashMap<>();
  private Lending lending = Lending.NOTHING;

  Commitments(
      ResourceLedger ledger,
      PortLedger ports,
      ProviderMemory memory,
      Workloads workloads,
      Allocations allocations,
      StandingLeases standing,
      RandomGenerator random,
      InstantSource clock,
      Dispatcher dispatcher) {
    this.ledger = ledger;
    this.ports = ports;
    this.memory = memory;
    this.workloads = workloads;
    this.allocations = allocations;
    this.standing = standing;
    this.random = random;
    this.clock = clock;
    this.dispatcher = dispatcher;
  }

  // --- holding

  /**
   * @throws JournalException if the hold is not durable; then nothing is held
   */
  synchronized CommitAnswer commit(CommitRequest request, Did by) {
    endLeases();
    var id = request.allocation();
    var held = Optional.ofNullable(holds.get(id));
    var made = allocations.find(id).filter(a -> !a.isGone());
    if (held.map(Lease::owner)
        .or(() -> made.map(a -> a.owner))
        .filter(o -> !o.equals(by))
        .isPresent())
      return CommitAnswer.refused("allocation " + id.manifestKey() + " is another's");
    if (held.isEmpty() && made.isEmpty() && lending.draining())
      return CommitAnswer.refused(Refusals.DRAINING);
    var longest = clock.instant().plus(LONGEST_HOLD);
    var until = request.until().isBefore(longest) ? request.until() : longest;
    return switch (ledger.hold(id, request.lease(), request.resources(), until)) {
      case ResourceLedger.Hold.Held(var part, _) -> {
        if (made.isPresent()) yield answer(ports.of(id));
        yield reserve(
            request,
            new Lease(id, request.lease(), by, request.epoch(), part, List.of(), until),
            held);
      }
      case ResourceLedger.Hold.Full(var free) -> CommitAnswer.refused(Refusals.full(free));
      case ResourceLedger.Hold.OtherLease() ->
          CommitAnswer.refused("allocation " + id.manifestKey() + " is held under another lease");
    };
  }

  private CommitAnswer reserve(CommitRequest request, Lease lease, Optional<Lease> before) {
    var wishes =
        request.ports().stream()
            .map(port -> new PortLedger.Mapping(port.publicPort(), port.privatePort()))
            .toList();
    return switch (ports.reserve(lease.allocation(), wishes)) {
      case PortLedger.Reservation.Reserved(var mappings) -> {
        remember(lease.with(mappings), before);
        yield answer(mappings);
      }
      case PortLedger.Reservation.Taken(int port) -> {
        giveBack(lease);
        yield CommitAnswer.refused(Refusals.taken(port));
      }
      case PortLedger.Reservation.RangeFull() -> {
        giveBack(lease);
        yield CommitAnswer.refused(Refusals.NO_PORT);
      }
    };
  }

  private void remember(Lease lease, Optional<Lease> before) {
    try {
      memory.hold(lease, before);
    } catch (JournalException e) {
      if (before.isEmpty()) giveBack(lease);
      else ledger.holdAgain(lease.allocation(), lease.id(), before.get().until());
      throw e;
    }
    holds.put(lease.allocation(), lease);
    endInTime(lease);
  }

  private void endInTime(Lease lease) {
    dispatcher.schedule(
        Duration.between(clock.instant(), lease.until()).plusMillis(1), this::endLeases);
  }

  private static CommitAnswer answer(List<PortLedger.Mapping> mappings) {
    return new CommitAnswer(
        true,
        "",
        mappings.stream()
            .collect(
                Collectors.toMap(PortLedger.Mapping::publicPort, PortLedger.Mapping::privatePort)));
  }

  // --- making

  /**
   * Makes all the allocations of a request, or none.
   *
   * @throws JournalException if they are not durable; then none is made, and all stays held
   */
  synchronized AllocateRequest.Answer allocate(
      AllocateRequest request, Did by, Handle orchestrator) {
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
    var held = holds.get(id);
    return held != null
        ? held.owner().equals(by)
        : allocations.find(id, by).filter(a -> !a.isGone()).isPresent();
  }

  private AllocateRequest.Answer make(AllocateRequest request, Did by, Handle orchestrator) {
    var making = new ArrayList<ProviderMemory.Made>();
    request
        .allocations()
        .forEach((name, order) -> {
          var id = new AllocationId(request.ensemble(), request.node(), name);
          var hold = holds.get(id);
          if (hold != null) making.add(made(hold, order, orchestrator));
        });
    try {
      var made = allocations.make(making);
      made.forEach(standing::watch);
    } catch (RuntimeException e) {
      making.forEach(m -> ledger.holdAgain(m.hold().allocation(), m.hold().id(), m.hold().until()));
      throw e;
    }
    making.forEach(m -> holds.remove(m.hold().allocation()));
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

  // --- giving back

  /**
   * Gives back what is only held; what has been made is returned, to be ended.
   *
   * @throws JournalException if that is not durable; then it is held on
   */
  synchronized List<HostedAllocation> giveBackHeld(RevertRequest request, Did by) {
    giveBack(
        holds.values().stream()
            .filter(hold -> hold.owner().equals(by) && request.names(hold.allocation()))
            .filter(hold -> request.concerns(hold.id()))
            .toList());
    return allocations.of(request.ensemble(), by).stream()
        .filter(a -> !a.isGone() && request.names(a.id) && request.concerns(a.lease))
        .toList();
  }

  synchronized List<Lease> held() {
    return List.copyOf(holds.values());
  }

  /** What nobody has used in time is nobody's any more. */
  synchronized void endLeases() {
    var now = clock.instant();
    var over = holds.values().stream().filter(hold -> hold.isOver(now)).toList();
    try {
      giveBack(over);
    } catch (JournalException e) {
      // They are over all the same, and a restart finds that too.
      LOG.warn("lease_ends_not_remembered cause={}", e.getMessage());
      over.forEach(this::forget);
    }
  }

  /** Gives back holds, once that is durable. */
  synchronized void giveBack(List<Lease> given) {
    memory.release(given.stream().map(Lease::allocation).toList());
    given.forEach(this::forget);
  }

  private void forget(Lease hold) {
    giveBack(hold);
    holds.remove(hold.allocation());
  }

  private void giveBack(Lease hold) {
    ports.release(hold.allocation());
    ledger.release(hold.allocation(), hold.id());
  }

  // --- the machine itself

  boolean isOver(Lease hold) {
    return hold.isOver(clock.instant());
  }

  /** Takes up a hold that is remembered. */
  synchronized void restore(Lease hold) {
    ledger.restore(hold.allocation(), hold.id(), hold.part(), Optional.of(hold.until()));
    ports.restore(hold.allocation(), hold.ports());
    holds.put(hold.allocation(), hold);
    endInTime(hold);
  }

  /** Takes up what is lent, as it is remembered. */
  synchronized void restore(Lending remembered) {
    lending = remembered;
    boolean fits = ledger.onboard(remembered.onboarded());
    if (!fits) throw new IllegalStateException("nothing is in use before it is taken up");
  }

  synchronized Lending lending() {
    return lending;
  }

  /**
   * Lends another share; false, and nothing changes, if more than that is in use.
   *
   * @throws JournalException if that is not durable; then nothing has changed
   */
  synchronized boolean lend(Resources share) {
    if (!ledger.onboard(share)) return false;
    change(new Lending(share, lending.draining()));
    return true;
  }

  /**
   * Lends nothing any more; false, and nothing changes, while anything is held or runs.
   *
   * @throws JournalException if that is not durable; then nothing has changed
   */
  synchronized boolean offboard() {
    if (!ledger.offboard()) return false;
    change(Lending.NOTHING);
    return true;
  }

  /**
   * Takes nothing new on from now on, or takes on again.
   *
   * @throws JournalException if that is not durable; then nothing has changed
   */
  synchronized void drain(boolean draining) {
    if (lending.draining() != draining) change(new Lending(lending.onboarded(), draining));
  }

  private void change(Lending now) {
    try {
      memory.lend(now, lending);
    } catch (JournalException e) {
      var _ = ledger.onboard(lending.onboarded()); // nothing was taken of it meanwhile
      throw e;
    }
    lending = now;
  }
}
