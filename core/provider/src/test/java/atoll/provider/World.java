package atoll.provider;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.Dispatcher;
import atoll.actor.Handle;
import atoll.actor.MortalDispatcher;
import atoll.actor.SteppedDispatcher;
import atoll.ensemble.Execution;
import atoll.identity.Did;
import atoll.identity.PrivateKey;
import atoll.identity.Sealer;
import atoll.identity.Signer;
import atoll.journal.FaultyJournal;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationName;
import atoll.kernel.AllocationType;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.EnsembleId;
import atoll.kernel.ExecutorKind;
import atoll.kernel.LeaseId;
import atoll.kernel.Memory;
import atoll.kernel.NodeName;
import atoll.kernel.ResourceDemand;
import atoll.kernel.Resources;
import atoll.protocol.AllocateRequest;
import atoll.protocol.CommitAnswer;
import atoll.protocol.CommitRequest;
import atoll.protocol.Outcome;
import atoll.protocol.RevertRequest;
import atoll.protocol.ShutdownRequest;
import atoll.protocol.StartRequest;
import atoll.protocol.StateReport;
import atoll.protocol.StateRequest;
import atoll.workload.ScriptedExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** One provider that may crash and come back, and what one says to it. */
final class World {
  static final EnsembleId ENSEMBLE = new EnsembleId("e1");
  static final NodeName NODE = new NodeName("n1");
  static final Resources LENT =
      new Resources(Cpu.ofCores(3), Memory.ofGibibytes(4), Disk.ofGibibytes(10));
  static final Handle OWNER = Handle.of(PrivateKey.generate(new Random(1)).publicKey());

  private static final PrivateKey KEY = PrivateKey.generate(new Random(9));

  final SteppedDispatcher time;
  private InstantSource clock;
  private Dispatcher dispatcher;
  final FaultyJournal journal = new FaultyJournal();
  final Did owner = OWNER.did();
  private final Path folder;
  private final Sealer sealer = Sealer.random(new Random(4));
  private final Random random = new Random(3);
  private AtomicBoolean alive = new AtomicBoolean();
  ScriptedExecutor executor = new ScriptedExecutor(ExecutorKind.NULL);
  RecordedHosting hosting = new RecordedHosting();
  ResourceLedger ledger;
  PortLedger ports;
  Provider provider;

  World(Path folder, long seed) {
    this.folder = folder;
    time = new SteppedDispatcher(Instant.parse("2030-01-01T00:00:00Z"), new Random(seed));
    clock = time;
    dispatcher = time;
    boot();
    assertThat(provider.lend(LENT)).isTrue();
  }

  private void boot() {
    alive.set(false);
    alive = new AtomicBoolean(true);
    hosting = new RecordedHosting();
    ledger = new ResourceLedger(clock);
    ports = new PortLedger(20000, 20010, _ -> true);
    provider =
        new Provider(
            new SmallMachine(folder, executor, ports)
                .parts(journal, sealer, random, clock, new MortalDispatcher(dispatcher, alive)),
            ledger,
            _ -> hosting,
            Handle.of(KEY.publicKey()),
            Signer.of(KEY));
    provider.takeUp();
  }

  /** The process dies without a word; what ran goes on, and another process takes up. */
  void crash() {
    provider.letGo();
    boot();
    time.settle();
  }

  /**
   * The same, and from then on whatever another thread is given is done before this one goes on.
   */
  void crashIntoHaste() {
    dispatcher = new HastyDispatcher(time);
    crash();
  }

  /** The same, and its clock is set back. */
  void crashInto(Duration past) {
    clock = () -> time.instant().minus(past);
    crash();
  }

  /** The whole machine dies, and what ran with it. */
  void crashOfTheMachine() {
    provider.letGo();
    executor = new ScriptedExecutor(ExecutorKind.NULL);
    boot();
    time.settle();
  }

  // --- words

  static AllocationId id(String name) {
    return new AllocationId(ENSEMBLE, NODE, new AllocationName(name));
  }

  static LeaseId lease(String name, int attempt) {
    return new LeaseId(id(name) + "#" + attempt);
  }

  static ResourceDemand oneCore() {
    return new ResourceDemand(Cpu.ofCores(1), Memory.ofMebibytes(128), Disk.ofMebibytes(64));
  }

  CommitAnswer commit(String name, int attempt, long epoch, CommitRequest.PortWish... wishes) {
    return provider.commit(
        new CommitRequest(
            id(name),
            oneCore(),
            List.of(wishes),
            lease(name, attempt),
            time.instant().plus(Duration.ofSeconds(60)),
            epoch),
        owner);
  }

  AllocateRequest.Answer allocate(
      String name, int attempt, long epoch, AllocationType type, boolean kept) {
    var orders = new LinkedHashMap<AllocationName, AllocateRequest.Order>();
    orders.put(
        new AllocationName(name),
        new AllocateRequest.Order(
            type,
            oneCore(),
            new Execution.Null(),
            List.of(),
            List.of(),
            List.of(),
            Optional.of(lease(name, attempt)),
            Optional.empty(),
            kept));
    return provider.allocate(new AllocateRequest(ENSEMBLE, NODE, orders, epoch), owner, OWNER);
  }

  AllocateRequest.Answer allocate(String name, int attempt, long epoch) {
    return allocate(name, attempt, epoch, AllocationType.SERVICE, false);
  }

  Outcome start(String name, long epoch, long run) throws InterruptedException {
    return provider.start(id(name), new StartRequest(epoch, run), owner);
  }

  /** As peers ask that number no runs. */
  Outcome restart(String name, long epoch) throws InterruptedException {
    return provider.restart(id(name), new StartRequest(epoch, 0), owner);
  }

  /** A service that runs. */
  void run(String name, int attempt, long epoch) throws InterruptedException {
    assertThat(commit(name, attempt, epoch).ok()).isTrue();
    assertThat(allocate(name, attempt, epoch).ok()).isTrue();
    assertThat(start(name, epoch, 1)).isEqualTo(Outcome.DONE);
  }

  void runTask(String name, int attempt, long epoch) throws InterruptedException {
    executor.script(_ -> new ScriptedExecutor.Scene.Lasts());
    assertThat(commit(name, attempt, epoch).ok()).isTrue();
    assertThat(allocate(name, attempt, epoch, AllocationType.TASK, false).ok()).isTrue();
    assertThat(start(name, epoch, 1)).isEqualTo(Outcome.DONE);
  }

  Outcome shutDown(String name, int attempt, long epoch) throws InterruptedException {
    return provider.shutDown(
        new ShutdownRequest(id(name), Optional.of(lease(name, attempt)), epoch), owner);
  }

  Outcome revert(String name, int attempt, long epoch) throws InterruptedException {
    return provider.revert(
        new RevertRequest(ENSEMBLE, List.of(name), List.of(lease(name, attempt)), epoch), owner);
  }

  /** The state request of a deployment that has these, each with the number of its attempt. */
  StateReport state(long epoch, Map<String, Integer> wanted) {
    var named = new TreeMap<String, StateRequest.Wanted>();
    wanted.forEach((name, attempt) ->
        named.put(id(name).manifestKey(), new StateRequest.Wanted(lease(name, attempt), 1)));
    return provider.state(
        new StateRequest(ENSEMBLE, epoch, time.instant().plus(Duration.ofDays(1)), named), owner);
  }

  Hosted hosted(String name) {
    return provider.hosted().stream()
        .filter(h -> h.id().equals(id(name)))
        .findFirst()
        .orElseThrow();
  }

  /** Invariant 1, and that nothing is reserved for nobody. */
  void checkSums() {
    var now = ledger.snapshot();
    assertThat(now.free().plus(now.held()).plus(now.running())).isEqualTo(now.onboarded());
  }
}
