package atoll.provider;

import atoll.actor.Handle;
import atoll.ensemble.HealthCheck;
import atoll.identity.Did;
import atoll.identity.Signer;
import atoll.journal.JournalException;
import atoll.kernel.AllocationId;
import atoll.kernel.EnsembleId;
import atoll.kernel.ExecutorKind;
import atoll.kernel.Resources;
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
import atoll.protocol.StartRequest;
import atoll.protocol.StateReport;
import atoll.protocol.StateRequest;
import atoll.provider.Endings.Told;
import atoll.workload.CapturedOutput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The selling side of a node (DMS §7.5): bids for what it can host, holds it under a lease, makes
 * it, runs it, gives it back. Whoever committed an allocation, by the DID that signed the request,
 * alone may command it. Safe for any thread.
 */
public final class Provider {
  private static final String LEASE_OVER = "its lease ended, since nobody spoke of it any more";

  private final ProviderSettings settings;
  private final Machine machine;
  private final Handle handle;
  private final ResourceLedger ledger;
  private final PortLedger ports;
  private final Allocations allocations;
  private final Endings endings;
  private final Commitments commitments;
  private final Offers offers;
  private final Bids bids;
  private final Commands commands;
  private final Stating stating;
  private final HealthChecks health;
  private final Recovery recovery;
  private final Sweep sweep;
  private final Leaving leaving;

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
    this.handle = handle;
    this.ledger = ledger;
    this.ports = parts.ports();
    var executors = Map.copyOf(parts.executors());
    var clock = parts.clock();
    var dispatcher = parts.dispatcher();
    var memory = new ProviderMemory(parts.journal(), parts.sealer(), id());
    var hosting = hostedBy.apply(this);

    // What is here, how it runs and how it ends.
    var folders = new Folders(settings.directory(), dispatcher);
    var workloads = new Workloads(settings, folders, parts.modules(), hosting);
    this.allocations = new Allocations(memory, workloads, folders, hosting, clock, dispatcher);
    this.endings =
        new Endings(
            executors, ledger, ports, hosting, clock, dispatcher, allocations::forgetInTime);
    var runs = new Runs(executors, workloads, endings, clock, dispatcher);
    var standing =
        new StandingLeases(
            clock, dispatcher, a -> endings.shutDownIfPossible(a, LEASE_OVER, Told.BY_REPORT));

    // What is promised.
    var holds = new Holds(ledger, ports, memory);
    var making = new Making(ledger, holds, workloads, allocations, standing, parts.random(), clock);
    var lent = new LentShare(ledger, memory);
    this.commitments = new Commitments(lent, holds, making, allocations, clock, dispatcher);

    // What is said.
    var epochs = new EpochBook(memory, clock);
    this.offers = new Offers(id(), settings, machine, executors, ledger, ports, commitments);
    this.bids = new Bids(id(), settings.location(), handle, signer, offers);
    this.commands = new Commands(epochs, commitments, allocations, runs, endings);
    this.stating = new Stating(epochs, allocations, commitments, standing, endings, dispatcher);
    var probes = new HealthProbes(settings.bindAddress(), dispatcher);
    this.health = new HealthChecks(allocations, ports, probes);

    this.recovery =
        new Recovery(
            memory, executors, commitments, allocations, standing, runs, endings, dispatcher);
    this.sweep = new Sweep(commitments, allocations, standing, epochs);
    this.leaving = new Leaving(commands, allocations, endings, hosting);
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
    return offers.offer(wantedPorts);
  }

  /** Executors that cannot start anything now, each with its cause, for people. */
  public Map<ExecutorKind, String> notReady() {
    return offers.notReady();
  }

  // --- the protocol

  Optional<BidAnswer> bid(BidRequest request) {
    return bids.answer(request, !isDraining() && !commands.isClosed());
  }

  CommitAnswer commit(CommitRequest request, Did by) {
    return commands.commit(request, by);
  }

  AllocateRequest.Answer allocate(AllocateRequest request, Did by, Handle orchestrator) {
    return commands.allocate(request, by, orchestrator);
  }

  Outcome revert(RevertRequest request, Did by) throws InterruptedException {
    return commands.revert(request, by);
  }

  Outcome shutDown(ShutdownRequest request, Did by) throws InterruptedException {
    return commands.shutDown(request, by);
  }

  Outcome start(AllocationId id, StartRequest request, Did by) throws InterruptedException {
    return commands.start(id, request, by);
  }

  Outcome restart(AllocationId id, StartRequest request, Did by) throws InterruptedException {
    return commands.restart(id, request, by);
  }

  /** What is to be of an ensemble of {@code by} here, and what is. Never waits for an end. */
  StateReport state(StateRequest request, Did by) {
    return stating.state(request, by);
  }

  Outcome watch(AllocationId id, HealthCheck check, Did by) {
    return health.register(id, check, by);
  }

  Outcome checkHealth(AllocationId id, Did by) throws InterruptedException {
    return health.check(id, by);
  }

  /** Output of an allocation of {@code by}; empty if it is not here or was not started. */
  Optional<CapturedOutput> output(EnsembleId ensemble, String allocation, Did by) {
    return allocations.output(ensemble, allocation, by);
  }

  // --- in time, and at last

  /**
   * Ends what has outlived its lease, forgets what was kept long enough, and tries again what
   * failed. Each is due by itself, too; this is for once a minute or so, and harmless to repeat.
   */
  public void sweep() {
    if (!endings.isClosed()) sweep.run();
  }

  /**
   * Takes nothing on from now on, and ends every allocation that is alive; for a program that stops
   * and takes its workloads along.
   */
  public void shutDownAll() throws InterruptedException {
    leaving.withAll();
  }

  /**
   * Takes nothing on and ends nothing from now on: what runs goes on where its executor lets it,
   * and is taken up by the next provider with the same journal.
   */
  void letGo() {
    leaving.alone();
  }
}
