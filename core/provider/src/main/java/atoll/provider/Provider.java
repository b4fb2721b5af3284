package atoll.provider;

import atoll.actor.Handle;
import atoll.ensemble.HealthCheck;
import atoll.identity.Did;
import atoll.identity.Signer;
import atoll.journal.JournalException;
import atoll.kernel.AllocationId;
import atoll.kernel.AtollException;
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
import atoll.protocol.StartRequest;
import atoll.protocol.StateReport;
import atoll.protocol.StateRequest;
import atoll.provider.Endings.Told;
import atoll.workload.CapturedOutput;
import atoll.workload.Readiness;
import atoll.workload.Run;
import atoll.workload.WorkloadExecutor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The selling side of a node (DMS §7.5): bids for what it can host, holds it under a lease, makes
 * it, runs it, gives it back. Whoever committed an allocation, by the DID that signed the request,
 * alone may command it. Safe for any thread.
 */
public final class Provider {
  private static final Logger LOG = LoggerFactory.getLogger(Provider.class);
  private static final String STOPPED = "stopped";
  private static final String LEASE_OVER = "its lease ended, since nobody spoke of it any more";

  private final ProviderSettings settings;
  private final Machine machine;
  private final Map<ExecutorKind, WorkloadExecutor> executors;
  private final ResourceLedger ledger;
  private final PortLedger ports;
  private final Hosting hosting;
  private final Workloads workloads;
  private final Allocations allocations;
  private final Endings endings;
  private final Runs runs;
  private final StandingLeases standing;
  private final Commitments commitments;
  private final EpochBook epochs;
  private final Stating stating;
  private final Recovery recovery;
  private final HealthProbes probes;
  private final Handle handle;
  private final Signer signer;
  private volatile boolean closing;

  /**
   * @param hostedBy makes what gives its allocations actors; asks it nothing yet
   */
  Provider(
      ProviderNode.Parts parts,
      ResourceLedger ledger,
      Function<Provider, Hosting> hostedBy,
      Handle handle,
      Signer signer) {
    this.settings = parts.settings();
    this.machine = parts.machine();
    this.executors = Map.copyOf(parts.executors());
    this.ledger = ledger;
    this.ports = parts.ports();
    this.handle = handle;
    this.signer = signer;
    this.probes = new HealthProbes(settings.bindAddress(), parts.dispatcher());
    var clock = parts.clock();
    var dispatcher = parts.dispatcher();
    var memory = new ProviderMemory(parts.journal(), parts.sealer(), id());
    this.hosting = hostedBy.apply(this);
    this.workloads = new Workloads(settings, parts.modules(), hosting);
    this.allocations = new Allocations(memory, workloads, hosting, clock, dispatcher);
    this.endings =
        new Endings(
            executors, ledger, ports, hosting, clock, dispatcher, allocations::forgetInTime);
    this.runs = new Runs(executors, workloads, endings, clock, dispatcher);
    this.standing = new StandingLeases(clock, dispatcher, this::endAtLease);
    this.commitments =
        new Commitments(
            ledger,
            ports,
            memory,
            workloads,
            allocations,
            standing,
            parts.random(),
            clock,
            dispatcher);
    this.epochs = new EpochBook(memory, clock);
    this.stating = new Stating(epochs, allocations, commitments, standing, endings, dispatcher);
    this.recovery =
        new Recovery(
            memory,
            executors,
            ledger,
            ports,
            commitments,
            allocations,
            standing,
            runs,
            endings,
            dispatcher);
  }

  /**
   * Takes up everything that was promised before this provider was restarted; to be called before
   * anything else. What ran and is gone is started soon after.
   *
   * @throws JournalException if what is remembered cannot be read
   */
  void takeUp() {
    recovery.rebuild();
    recovery.resume();
  }

  // --- what is lent

  /**
   * Everything that forbids lending {@code wanted}; if empty, it is lent from now on.
   *
   * @throws JournalException if that is not durable; then nothing has changed
   */
  public List<String> onboard(Resources wanted) {
    var problems = Onboarding.problems(wanted, machine.resources());
    if (!problems.isEmpty()) return problems;
    return lend(wanted)
        ? List.of()
        : List.of("more than that is in use; shut down allocations first");
  }

  /**
   * Lends a share that the program itself chose, by no rule. False if more than that is in use.
   *
   * @throws JournalException if that is not durable; then nothing has changed
   */
  public boolean lend(Resources share) {
    return commitments.lend(share);
  }

  /**
   * Lends nothing any more; false while anything is held or runs.
   *
   * @throws JournalException if that is not durable; then nothing has changed
   */
  public boolean offboard() {
    return !allocations.anyAlive() && commitments.offboard();
  }

  /**
   * Takes nothing new on from now on, and says so to whoever has something here, so that they take
   * it elsewhere. Lasts across restarts, until {@link #undrain}.
   *
   * @throws JournalException if that is not durable; then nothing has changed
   */
  public void drain() {
    commitments.drain(true);
  }

  /**
   * Takes on again.
   *
   * @throws JournalException if that is not durable; then nothing has changed
   */
  public void undrain() {
    commitments.drain(false);
  }

  public boolean isDraining() {
    return commitments.lending().draining();
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
    if (isDraining()) caveats.add(Refusals.DRAINING);
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
    if (offer.isPresent() && !isDraining() && !closing)
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
    if (closing) return CommitAnswer.refused(Refusals.STOPPING);
    return epochs
        .refusal(request.allocation().ensemble(), by, request.epoch())
        .map(CommitAnswer::refused)
        .orElseGet(() -> commitments.commit(request, by));
  }

  AllocateRequest.Answer allocate(AllocateRequest request, Did by, Handle orchestrator) {
    if (closing) return AllocateRequest.Answer.refused(Refusals.STOPPING);
    return epochs
        .refusal(request.ensemble(), by, request.epoch())
        .map(AllocateRequest.Answer::refused)
        .orElseGet(() -> commitments.allocate(request, by, orchestrator));
  }

  /**
   * Gives back whatever is held or runs for the named allocations of {@code by}; returns when that
   * is done. Repeating is harmless.
   */
  Outcome revert(RevertRequest request, Did by) throws InterruptedException {
    if (request.leases().isEmpty()) {
      var late = epochs.refusal(request.ensemble(), by, request.epoch());
      if (late.isPresent()) return Outcome.failed(late.get());
    }
    for (var allocation : commitments.giveBackHeld(request, by))
      endings.shutDown(allocation, STOPPED, Told.BY_ANSWER);
    return Outcome.DONE;
  }

  Outcome shutDown(ShutdownRequest request, Did by) throws InterruptedException {
    var id = request.allocation();
    if (request.lease().isEmpty()) {
      var late = epochs.refusal(id.ensemble(), by, request.epoch());
      if (late.isPresent()) return Outcome.failed(late.get());
    }
    var allocation = allocations.find(id, by).filter(a -> request.concerns(a.lease));
    if (allocation.isEmpty()) return notHere(id);
    endings.shutDown(allocation.get(), STOPPED, Told.BY_ANSWER);
    return Outcome.DONE;
  }

  Outcome start(AllocationId id, StartRequest request, Did by) throws InterruptedException {
    return command(id, request.epoch(), by, allocation -> runs.start(allocation, request.run()));
  }

  /** A restart that names its run is a start of that run. */
  Outcome restart(AllocationId id, StartRequest request, Did by) throws InterruptedException {
    return command(
        id,
        request.epoch(),
        by,
        allocation ->
            request.run() > 0 ? runs.start(allocation, request.run()) : runs.restart(allocation));
  }

  /** Something that is done to an allocation. */
  private interface Command {
    Outcome on(HostedAllocation allocation) throws InterruptedException;
  }

  private Outcome command(AllocationId id, long epoch, Did by, Command command)
      throws InterruptedException {
    if (closing) return Outcome.failed(Refusals.STOPPING);
    var allocation = allocations.find(id, by);
    if (allocation.isEmpty()) return notHere(id);
    var late = epochs.refusal(id.ensemble(), by, epoch);
    return late.isPresent() ? Outcome.failed(late.get()) : command.on(allocation.get());
  }

  private static Outcome notHere(AllocationId id) {
    return Outcome.failed("no allocation " + id.value() + " of yours here");
  }

  /** What is to be of an ensemble of {@code by} here, and what is. Never waits for an end. */
  StateReport state(StateRequest request, Did by) {
    return stating.state(request, by);
  }

  /** Remembers how an allocation's health is to be checked. */
  Outcome watch(AllocationId id, HealthCheck check, Did by) {
    var allocation = allocations.find(id, by);
    allocation.ifPresent(a -> a.watchBy(check));
    return allocation.isPresent() ? Outcome.DONE : notHere(id);
  }

  /** Checks an allocation's health now; blocks for at most the check's timeout. */
  Outcome checkHealth(AllocationId id, Did by) throws InterruptedException {
    var allocation = allocations.find(id, by);
    if (allocation.isEmpty()) return notHere(id);
    var run = allocation.get().run();
    if (run.isEmpty()) return Outcome.failed(id.manifestKey() + " does not run here");
    var check = allocation.get().record().healthCheck();
    return check.isEmpty()
        ? Outcome.failed("no health check is registered")
        : probes.check(check.get(), run.get(), ports.of(id));
  }

  /** Output of an allocation of {@code by}; empty if it is not here or was not started. */
  Optional<CapturedOutput> output(EnsembleId ensemble, String allocation, Did by) {
    var found = allocations.find(ensemble, allocation, by);
    return found
        .flatMap(HostedAllocation::run)
        .map(Run::output)
        .or(() -> found.filter(a -> a.record().run() > 0).flatMap(a -> workloads.leftOutput(a.id)));
  }

  private void endAtLease(HostedAllocation allocation) {
    try {
      endings.shutDown(allocation, LEASE_OVER, Told.BY_REPORT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (AtollException e) {
      LOG.warn("lease_end_delayed allocation={} cause={}", allocation.id, e.getMessage());
    }
  }

  /**
   * Ends what has outlived its lease, forgets what was kept long enough, and tries again what
   * failed. Each is due by itself, too; this is for once a minute or so, and harmless to repeat.
   */
  public void sweep() {
    if (endings.isClosed()) return;
    commitments.endLeases();
    for (var allocation : allocations.all()) {
      standing.endIfOver(allocation);
      try {
        allocation.saveNow();
      } catch (JournalException e) {
        LOG.warn("not_remembered allocation={} cause={}", allocation.id, e.getMessage());
      }
      allocations.forgetIfOver(allocation);
    }
    try {
      epochs.sweep(allocations::anyOf);
    } catch (JournalException e) {
      LOG.warn("epochs_not_forgotten cause={}", e.getMessage());
    }
  }

  // --- stopping

  /**
   * Takes nothing on from now on, and ends every allocation that is alive; for a program that stops
   * and takes its workloads along.
   */
  public void shutDownAll() throws InterruptedException {
    closing = true;
    var alive = allocations.all().stream().filter(a -> !a.isGone()).toList();
    if (alive.size() > 1) {
      var stopping = new ArrayList<Thread>();
      for (var allocation : alive)
        stopping.add(Thread.ofVirtual().start(() -> stopUnlessInterrupted(allocation)));
      for (var thread : stopping) thread.join();
    }
    for (var allocation : alive) {
      try {
        endings.shutDown(allocation, STOPPED, Told.BY_REPORT);
      } catch (AtollException e) {
        LOG.warn("stop_failed allocation={} cause={}", allocation.id, e.getMessage());
      }
    }
  }

  private static void stopUnlessInterrupted(HostedAllocation allocation) {
    try {
      Endings.stop(allocation);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Takes nothing on and ends nothing from now on: what runs goes on where its executor lets it,
   * and is taken up by the next provider with the same journal.
   */
  void letGo() {
    closing = true;
    endings.close();
    hosting.close();
  }
}
