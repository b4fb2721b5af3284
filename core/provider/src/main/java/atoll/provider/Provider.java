package atoll.provider;

import atoll.actor.Dispatcher;
import atoll.actor.Handle;
import atoll.ensemble.HealthCheck;
import atoll.identity.Did;
import atoll.identity.Signer;
import atoll.kernel.AllocationId;
import atoll.kernel.EnsembleId;
import atoll.kernel.ExecutorKind;
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
import atoll.protocol.ShutdownRequest;
import atoll.protocol.SignedBid;
import atoll.workload.CapturedOutput;
import atoll.workload.Readiness;
import atoll.workload.Run;
import atoll.workload.WorkloadExecutor;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The selling side of a node (DMS §7.5): bids for what it can host, holds it under a lease, makes
 * it, runs it, gives it back. Whoever committed an allocation, by the DID that signed the request,
 * alone may command it. Safe for any thread.
 */
public final class Provider {
  private final ProviderSettings settings;
  private final Machine machine;
  private final Map<ExecutorKind, WorkloadExecutor> executors;
  private final ResourceLedger ledger;
  private final PortLedger ports;
  private final Allocations allocations;
  private final Commitments commitments;
  private final HealthProbes probes;
  private final Handle handle;
  private final Signer signer;

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
    var workloads = new Workloads(settings, modules, hosting);
    this.allocations =
        new Allocations(executors, ledger, ports, workloads, hosting, clock, dispatcher);
    this.commitments = new Commitments(ledger, ports, workloads, allocations, clock, dispatcher);
    this.handle = handle;
    this.signer = signer;
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

  CommitAnswer commit(CommitRequest request, Did by) {
    return commitments.commit(request, by);
  }

  AllocateRequest.Answer allocate(AllocateRequest request, Did by, Handle orchestrator) {
    return commitments.allocate(request, by, orchestrator);
  }

  /**
   * Gives back whatever is held or runs for the named allocations of {@code by}; returns when that
   * is done.
   */
  Outcome revert(RevertRequest request, Did by) throws InterruptedException {
    return commitments.revert(request, by);
  }

  Outcome start(AllocationId id, Did by) throws InterruptedException {
    if (commitments.isClosing()) return Outcome.failed("this provider is stopping");
    return allocations.start(id, by);
  }

  /** Remembers how an allocation's health is to be checked. */
  Outcome watch(AllocationId id, HealthCheck check, Did by) {
    var allocation = allocations.find(id, by);
    allocation.ifPresent(a -> a.watch(check));
    return allocation.isPresent() ? Outcome.DONE : Allocations.notHere(id);
  }

  /** Checks an allocation's health now; blocks for at most the check's timeout. */
  Outcome checkHealth(AllocationId id, Did by) throws InterruptedException {
    var allocation = allocations.find(id, by);
    if (allocation.isEmpty()) return Allocations.notHere(id);
    var run = allocation.get().run();
    if (run.isEmpty()) return Outcome.failed(id.manifestKey() + " does not run here");
    var check = allocation.get().healthCheck();
    return check.isEmpty()
        ? Outcome.failed("no health check is registered")
        : probes.check(check.get(), run.get(), ports.of(id));
  }

  Outcome restart(AllocationId id, Did by) throws InterruptedException {
    if (commitments.isClosing()) return Outcome.failed("this provider is stopping");
    return allocations.restart(id, by);
  }

  Outcome shutDown(ShutdownRequest request, Did by) throws InterruptedException {
    return commitments.shutDown(request, by);
  }

  /** Output of an allocation of {@code by}; empty if it is not here or was not started. */
  Optional<CapturedOutput> output(EnsembleId ensemble, String allocation, Did by) {
    return commitments
        .find(ensemble, allocation, by)
        .flatMap(HostedAllocation::run)
        .map(Run::output);
  }

  /**
   * Takes nothing on from now on, and ends every allocation that is alive; for a program that stops
   * and takes its workloads along.
   */
  public void shutDownAll() throws InterruptedException {
    commitments.close();
  }
}
