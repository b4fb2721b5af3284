package atoll.provider;

import atoll.actor.Dispatcher;
import atoll.actor.Handle;
import atoll.ensemble.HealthCheck;
import atoll.identity.Did;
import atoll.identity.Signer;
import atoll.kernel.AllocationId;
import atoll.kernel.ExecutorKind;
import atoll.kernel.LeaseId;
import atoll.kernel.Resources;
import atoll.market.FreePorts;
import atoll.market.Matching;
import atoll.market.Offer;
import atoll.market.ProviderId;
import atoll.protocol.AllocateRequest;
import atoll.protocol.BidAnswer;
import atoll.protocol.BidRequest;
import atoll.protocol.CommitAnswer;
import atoll.protocol.CommitRequest;
import atoll.protocol.Outcome;
import atoll.protocol.RevertRequest;
import atoll.protocol.SignedBid;
import atoll.workload.CapturedOutput;
import atoll.workload.Readiness;
import atoll.workload.WorkloadExecutor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The selling side of a node (DMS §7.5): bids for what it can host, holds it under a lease, makes
 * it, runs it, gives it back. Whoever committed an allocation, by the DID that signed the request,
 * alone may command it. Safe for any thread.
 */
public final class Provider {
  private static final Logger LOG = LoggerFactory.getLogger(Provider.class);

  /** The longest that capacity is held for someone who does not use it (DMS §7.2). */
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(60);

  private final ProviderSettings settings;
  private final Machine machine;
  private final Map<ExecutorKind, WorkloadExecutor> executors;
  private final ResourceLedger ledger;
  private final PortLedger ports;
  private final Allocations allocations;
  private final Workloads workloads;
  private final HealthProbes probes;
  private final Map<AllocationId, Did> committedBy = new ConcurrentHashMap<>();
  private final Handle handle;
  private final Signer signer;
  private final InstantSource clock;
  private final Dispatcher dispatcher;

  Provider(
      ProviderSettings settings,
      Machine machine,
      Map<ExecutorKind, WorkloadExecutor> executors,
      ResourceLedger ledger,
      PortLedger ports,
      ModuleSource modules,
      Hosting hosting,
      Handle handle,
      Signer signer,
      InstantSource clock,
      Dispatcher dispatcher) {
    this.settings = settings;
    this.machine = machine;
    this.executors = Map.copyOf(executors);
    this.ledger = ledger;
    this.ports = ports;
    this.probes = new HealthProbes(settings.bindAddress());
    this.workloads = new Workloads(settings, modules, hosting);
    this.allocations =
        new Allocations(executors, ledger, ports, workloads, hosting, clock, dispatcher);
    this.handle = handle;
    this.signer = signer;
    this.clock = clock;
    this.dispatcher = dispatcher;
  }

  // --- what is lent

  /** Everything that forbids lending {@code wanted}; if empty, it is lent from now on. */
  public List<String> onboard(Resources wanted) {
    var problems = Onboarding.problems(wanted, machine.resources());
    if (!problems.isEmpty()) return problems;
    return lend(wanted)
        ? List.of()
        : List.of("more than that is in use; shut down allocations first");
  }

  /** Lends a share that the program itself chose, by no rule. False if more than that is in use. */
  public boolean lend(Resources share) {
    return ledger.onboard(share);
  }

  /** Lends nothing any more; false while anything is held or runs. */
  public boolean offboard() {
    return !allocations.anyAlive() && ledger.offboard();
  }

  public boolean isOnboarded() {
    return !ledger.snapshot().onboarded().equals(Resources.NONE);
  }

  public ResourceLedger.Snapshot resources() {
    return ledger.snapshot();
  }

  public ProviderId id() {
    return new ProviderId(handle.id().peerId().text());
  }

  public Did did() {
    return handle.did();
  }

  public ProviderSettings settings() {
    return settings;
  }

  public Machine machine() {
    return machine;
  }

  public List<Hosted> hosted() {
    return allocations.all().stream()
        .map(a -> Hosted.of(a, ledger.partOf(a.id), ports.of(a.id)))
        .toList();
  }

  /**
   * What it has now; empty if it lends nothing. Static ports that {@code wanted} names are tried.
   */
  public Optional<Offer> offer(List<Integer> wantedPorts) {
    var now = ledger.snapshot();
    if (now.onboarded().equals(Resources.NONE)) return Optional.empty();
    var ready = new LinkedHashSet<ExecutorKind>();
    var caveats = new ArrayList<String>();
    executors.forEach((kind, executor) -> {
      switch (executor.readiness()) {
        case Readiness.Ready(_, var unenforced) -> {
          ready.add(kind);
          unenforced.forEach(what -> caveats.add(kind.wireName() + ": " + what));
        }
        case Readiness.NotReady _ -> {}
      }
    });
    return Optional.of(
        new Offer(
            id(),
            now.onboarded(),
            now.free(),
            machine.cpu().clockHertz(),
            Optional.of(machine.cpu().architecture()),
            ready,
            settings.location(),
            settings.coordinates(),
            new FreePorts(ports.first(), ports.afterLast(), taken(wantedPorts)),
            settings.privilegedAllowed(),
            settings.price(),
            Optional.empty(),
            caveats));
  }

  /** Executors that cannot start anything now, each with its cause, for people. */
  public Map<ExecutorKind, String> notReady() {
    var causes = new LinkedHashMap<ExecutorKind, String>();
    executors.forEach((kind, executor) -> {
      if (executor.readiness() instanceof Readiness.NotReady(var cause)) causes.put(kind, cause);
    });
    return causes;
  }

  private Set<Integer> taken(List<Integer> wanted) {
    var taken = new LinkedHashSet<>(ports.takenOf(wanted));
    taken.addAll(ports.reservedDynamic());
    return taken;
  }

  // --- the protocol

  /**
   * The bids for the nodes that fit, each by itself, and what there is; empty if there is nothing
   * to say.
   */
  Optional<BidAnswer> bid(BidRequest request) {
    var self = id();
    var offer =
        request.excluded().contains(self)
            ? Optional.<Offer>empty()
            : offer(request.demands().stream().flatMap(d -> d.staticPorts().stream()).toList());
    var bids = new ArrayList<SignedBid>();
    if (offer.isPresent())
      for (var demand : request.demands())
        if (Matching.check(demand, offer.get()).isEmpty())
          bids.add(
              SignedBid.sign(
                  request.ensemble(), demand.node(), settings.location(), handle, signer));
    if (bids.isEmpty() && !request.wantsOffers()) return Optional.empty();
    return Optional.of(
        new BidAnswer(
            request.ensemble(),
            request.round(),
            self,
            bids,
            request.wantsOffers() ? offer : Optional.empty()));
  }

  synchronized CommitAnswer commit(CommitRequest request, Did by) {
    var id = request.allocation();
    var owner = committedBy.putIfAbsent(id, by);
    if (owner != null && !owner.equals(by))
      return CommitAnswer.refused("allocation " + id.manifestKey() + " is another's");
    var longest = clock.instant().plus(LONGEST_HOLD);
    var until = request.until().isBefore(longest) ? request.until() : longest;
    return switch (ledger.hold(id, request.lease(), request.resources(), until)) {
      case ResourceLedger.Hold.Held _ -> reserve(request, until);
      case ResourceLedger.Hold.Full(var free) -> {
        if (owner == null) committedBy.remove(id, by);
        yield CommitAnswer.refused(
            "not enough is free: "
                + free.cpu()
                + ", "
                + free.memory()
                + " and "
                + free.disk()
                + " of disk");
      }
      case ResourceLedger.Hold.OtherLease() ->
          CommitAnswer.refused("allocation " + id.manifestKey() + " is held under another lease");
    };
  }

  private CommitAnswer reserve(CommitRequest request, java.time.Instant until) {
    var id = request.allocation();
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

  AllocateRequest.Answer allocate(AllocateRequest request, Did by, Handle orchestrator) {
    var handles = new LinkedHashMap<atoll.kernel.AllocationName, Handle>();
    for (var entry : request.allocations().entrySet()) {
      var id = new AllocationId(request.ensemble(), request.node(), entry.getKey());
      if (!by.equals(committedBy.get(id)))
        return AllocateRequest.Answer.refused(
            "nothing is held for " + id.manifestKey() + "; commit first");
      var refusal = workloads.refusal(entry.getValue());
      if (refusal.isPresent())
        return AllocateRequest.Answer.refused(id.manifestKey() + ": " + refusal.get());
      var lease = entry.getValue().lease().orElseGet(() -> new LeaseId(id.value()));
      switch (ledger.admit(id, lease)) {
        case RUNNING ->
            handles.put(
                entry.getKey(), allocations.make(id, entry.getValue(), by, orchestrator).handle);
        case NO_LEASE -> {
          return AllocateRequest.Answer.refused(
              "nothing is held for " + id.manifestKey() + " under that lease");
        }
        case LEASE_ENDED -> {
          return AllocateRequest.Answer.refused("the lease of " + id.manifestKey() + " has ended");
        }
      }
    }
    return new AllocateRequest.Answer(true, "", handles);
  }

  /**
   * Gives back whatever is held or runs for the named allocations of {@code by}; returns when that
   * is done.
   */
  Outcome revert(RevertRequest request, Did by) throws InterruptedException {
    for (var id : List.copyOf(committedBy.keySet())) {
      if (!request.names(id) || !by.equals(committedBy.get(id))) continue;
      var allocation = allocations.find(id);
      if (allocation.isPresent()) allocations.shutDown(allocation.get());
      giveBack(id);
    }
    return Outcome.DONE;
  }

  Outcome start(AllocationId id) throws InterruptedException {
    return allocations.start(id);
  }

  /** Remembers how an allocation's health is to be checked. */
  Outcome watch(AllocationId id, HealthCheck check) {
    var allocation = allocations.find(id);
    if (allocation.isEmpty()) return Outcome.failed("no allocation " + id.manifestKey() + " here");
    allocation.get().watch(check);
    return Outcome.DONE;
  }

  /** Checks an allocation's health now; blocks for at most the check's timeout. */
  Outcome checkHealth(AllocationId id) throws InterruptedException {
    var allocation = allocations.find(id);
    var run = allocation.flatMap(HostedAllocation::run);
    if (run.isEmpty()) return Outcome.failed(id.manifestKey() + " does not run here");
    var check = allocation.get().healthCheck();
    return check.isEmpty()
        ? Outcome.failed("no health check is registered")
        : probes.check(check.get(), run.get(), ports.of(id));
  }

  Outcome restart(AllocationId id) throws InterruptedException {
    return allocations.restart(id);
  }

  Outcome shutDown(AllocationId id, Did by) throws InterruptedException {
    var allocation = allocations.find(id);
    if (allocation.isEmpty() || !allocation.get().owner.equals(by))
      return Outcome.failed("no allocation " + id.value() + " of yours here");
    allocations.shutDown(allocation.get());
    committedBy.remove(id, by);
    return Outcome.DONE;
  }

  /** Output of an allocation of {@code by}; empty if it is not here or was not started. */
  Optional<CapturedOutput> output(AllocationId id, Did by) {
    return allocations.output(id, by);
  }

  Optional<HostedAllocation> find(AllocationId id) {
    return allocations.find(id);
  }

  /** Of the nodes of a deployment, the one that an allocation name belongs to here. */
  Optional<AllocationId> findByKey(atoll.kernel.EnsembleId ensemble, String name, Did by) {
    return committedBy.entrySet().stream()
        .filter(entry -> entry.getValue().equals(by) && entry.getKey().ensemble().equals(ensemble))
        .map(Map.Entry::getKey)
        .filter(id ->
            name.equals(id.value())
                || name.equals(id.manifestKey())
                || name.equals(id.allocation().value()))
        .findFirst();
  }

  /**
   * Ends every allocation that is alive, all at once; for a program that stops and takes its
   * workloads along. Returns when they have ended.
   */
  public void shutDownAll() throws InterruptedException {
    var endings = new ArrayList<Thread>();
    for (var allocation : allocations.alive())
      endings.add(Thread.startVirtualThread(() -> shutDown(allocation)));
    for (var ending : endings) ending.join();
  }

  private void shutDown(HostedAllocation allocation) {
    try {
      allocations.shutDown(allocation);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is committed to someone, and neither held nor made any more, is nobody's. */
  private synchronized void endLeases() {
    ledger.expire();
    for (var id : List.copyOf(committedBy.keySet())) {
      if (ledger.partOf(id).isPresent() || allocations.find(id).isPresent()) continue;
      LOG.info("lease_ended allocation={}", id);
      ports.release(id);
      committedBy.remove(id);
    }
  }

  private synchronized void giveBack(AllocationId id) {
    ledger.release(id);
    ports.release(id);
    committedBy.remove(id);
  }
}
