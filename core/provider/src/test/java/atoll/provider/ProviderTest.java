package atoll.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.actor.Handle;
import atoll.actor.SteppedDispatcher;
import atoll.ensemble.Execution;
import atoll.ensemble.LocationRule;
import atoll.identity.Did;
import atoll.identity.PrivateKey;
import atoll.identity.Sealer;
import atoll.identity.Signer;
import atoll.journal.InMemoryJournal;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationName;
import atoll.kernel.AllocationStatus;
import atoll.kernel.AllocationType;
import atoll.kernel.AtollException;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.kernel.ExecutorKind;
import atoll.kernel.LeaseId;
import atoll.kernel.Memory;
import atoll.kernel.NodeName;
import atoll.kernel.ResourceDemand;
import atoll.kernel.Resources;
import atoll.market.Demand;
import atoll.protocol.AllocateRequest;
import atoll.protocol.BidRequest;
import atoll.protocol.CommitAnswer;
import atoll.protocol.CommitRequest;
import atoll.protocol.Outcome;
import atoll.protocol.RevertRequest;
import atoll.protocol.ShutdownRequest;
import atoll.protocol.StartRequest;
import atoll.workload.CapturedOutput;
import atoll.workload.Exit;
import atoll.workload.ScriptedExecutor;
import atoll.workload.ScriptedExecutor.Scene;
import atoll.workload.WorkloadExecutorException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The selling side (DMS §7.5, §7.6): who gets what, who may command it, and that it all comes back.
 */
@Timeout(30)
class ProviderTest {
  private static final EnsembleId ENSEMBLE = new EnsembleId("e1");
  private static final NodeName NODE = new NodeName("n1");
  private static final Handle OWNER = handle(1);
  private static final Handle STRANGER = handle(2);
  private static final PrivateKey KEY = PrivateKey.generate(new Random(9));
  private static final Duration LEASE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final SteppedDispatcher time =
      new SteppedDispatcher(Instant.parse("2030-01-01T00:00:00Z"), new Random(1));
  private final ScriptedExecutor executor = new ScriptedExecutor(ExecutorKind.NULL);
  private final RecordedHosting hosting = new RecordedHosting();
  private final ResourceLedger ledger = new ResourceLedger(time);
  private final PortLedger ports = new PortLedger(20000, 20010, _ -> true);
  private final Did owner = OWNER.did();
  private final Did stranger = STRANGER.did();
  private Provider made;

  private Provider provider() {
    if (made == null) {
      made =
          new Provider(
              new SmallMachine(folder, executor, ports)
                  .parts(
                      new InMemoryJournal(),
                      Sealer.random(new Random(4)),
                      new Random(3),
                      time,
                      time),
              ledger,
              _ -> hosting,
              Handle.of(KEY.publicKey()),
              Signer.of(KEY));
      made.takeUp();
      made.lend(new Resources(Cpu.ofCores(2), Memory.ofGibibytes(4), Disk.ofGibibytes(10)));
    }
    return made;
  }

  @AfterEach
  void everythingComesBack() throws Exception {
    provider().shutDownAll();
    time.advance(LEASE.plusMillis(1));
    var now = ledger.snapshot();
    assertThat(now.free()).isEqualTo(now.onboarded());
    assertThat(executor.running()).isZero();
    assertThat(ports.reservedDynamic()).isEmpty();
  }

  // --- commit, allocate, start

  @Test
  void whatIsCommittedIsHeldThenRunsThenComesBack() throws Exception {
    assertThat(commit("a", "1", owner).ok()).isTrue();
    assertThat(ledger.snapshot().held().cpu()).isEqualTo(Cpu.ofCores(1));
    assertThat(allocate("1", owner, "a").ok()).isTrue();
    assertThat(ledger.snapshot().running().cpu()).isEqualTo(Cpu.ofCores(1));
    assertThat(provider().start(id("a"), new StartRequest(), owner)).isEqualTo(Outcome.DONE);
    assertThat(executor.running()).isEqualTo(1);
    assertThat(shutDown("a", "1", owner).ok()).isTrue();
    assertThat(ledger.snapshot().running()).isEqualTo(Resources.NONE);
    assertThat(hosting.open).isEmpty();
  }

  @Test
  void eachStepMayBeRepeated() throws Exception {
    for (int i = 0; i < 2; i++) assertThat(commit("a", "1", owner).ok()).isTrue();
    for (int i = 0; i < 2; i++) assertThat(allocate("1", owner, "a").ok()).isTrue();
    for (int i = 0; i < 2; i++)
      assertThat(provider().start(id("a"), new StartRequest(), owner)).isEqualTo(Outcome.DONE);
    assertThat(commit("a", "1", owner).ok()).isTrue();
    assertThat(executor.starts()).hasSize(1);
    assertThat(ledger.snapshot().running().cpu()).isEqualTo(Cpu.ofCores(1));
  }

  @Test
  void moreThanIsFreeIsNotPromised() {
    assertThat(commit("a", "1", owner).ok()).isTrue();
    assertThat(commit("b", "1", owner).ok()).isTrue();
    var third = commit("c", "1", owner);
    assertThat(third.ok()).isFalse();
    assertThat(third.error()).contains("not enough is free");
  }

  @Test
  void nothingIsMadeThatWasNotCommittedFirst() {
    assertThat(allocate("1", owner, "a").error()).contains("commit first");
    assertThat(hosting.open).isEmpty();
  }

  @Test
  @DisplayName("A27: what is not allocated in time is nobody's any more")
  void aLeaseEndsByItself() {
    commit("a", "1", owner, new CommitRequest.PortWish(0, 80));
    time.advance(LEASE);
    assertThat(allocate("1", owner, "a").ok()).isFalse();
    time.advance(Duration.ofMillis(1));
    assertThat(ledger.snapshot().held()).isEqualTo(Resources.NONE);
    assertThat(ports.reservedDynamic()).isEmpty();
    assertThat(commit("a", "1", stranger).ok()).as("the name is free again").isTrue();
  }

  @Test
  void allAllocationsOfANodeAreMadeOrNone() {
    commit("a", "1", owner);
    var answer = allocate("1", owner, "a", "b");
    assertThat(answer.ok()).isFalse();
    assertThat(hosting.open).isEmpty();
    assertThat(ledger.snapshot().running()).isEqualTo(Resources.NONE);
  }

  @Test
  void aStartThatFailsGivesEverythingBackAndIsToldByItsAnswerAlone() throws Exception {
    executor.script(_ -> new Scene.Fails("no such image"));
    commit("a", "1", owner);
    allocate("1", owner, "a");
    var outcome = provider().start(id("a"), new StartRequest(), owner);
    assertThat(outcome.error()).contains("no such image");
    assertThat(ledger.snapshot().running()).isEqualTo(Resources.NONE);
    assertThat(hosting.reports).isEmpty();
    assertThat(provider().start(id("a"), new StartRequest(), owner).error()).contains("has ended");
  }

  // --- who may

  @Test
  void whatIsAnothersCannotBeTaken() {
    commit("a", "1", owner);
    assertThat(commit("a", "1", stranger).error()).contains("another's");
    assertThat(allocate("1", stranger, "a").ok()).isFalse();
  }

  @Test
  void aCommitThatItsOwnRevertHasOvertakenHoldsNothing() throws Exception {
    assertThat(provider().revert(revert("1", "a"), owner)).isEqualTo(Outcome.DONE);
    assertThat(commit("a", "1", owner).error()).contains("given back already");
    assertThat(ledger.snapshot().held()).isEqualTo(Resources.NONE);
    assertThat(commit("a", "2", owner).ok()).as("the next try").isTrue();
    time.advance(LEASE.plusMillis(1));
    assertThat(commit("a", "1", owner).ok()).as("forgotten in time").isTrue();
  }

  @Test
  void nobodyGivesBackWhatAnotherIsStillToTake() throws Exception {
    assertThat(provider().revert(revert("1", "a"), stranger)).isEqualTo(Outcome.DONE);
    assertThat(commit("a", "1", owner).ok()).isTrue();
  }

  @Test
  void aStrangerCannotCommandAnothersAllocation() throws Exception {
    run("a", "1");
    assertThat(provider().start(id("a"), new StartRequest(), stranger).ok()).isFalse();
    assertThat(provider().restart(id("a"), new StartRequest(), stranger).ok()).isFalse();
    assertThat(shutDown("a", "1", stranger).ok()).isFalse();
    assertThat(provider().output(ENSEMBLE, "a", stranger)).isEmpty();
    provider().revert(revert("1", "a"), stranger);
    assertThat(executor.running()).isEqualTo(1);
    assertThat(ledger.snapshot().running().cpu()).isEqualTo(Cpu.ofCores(1));
  }

  // --- going back

  @Test
  void aRevertGivesBackWhatIsHeldAndWhatRuns() throws Exception {
    run("a", "1");
    commit("b", "1", owner, new CommitRequest.PortWish(0, 80));
    for (int i = 0; i < 2; i++)
      assertThat(provider().revert(revert("1", "a", "b"), owner).ok()).isTrue();
    assertThat(ledger.snapshot().free()).isEqualTo(ledger.snapshot().onboarded());
    assertThat(ports.reservedDynamic()).isEmpty();
    assertThat(hosting.reports).as("the answer tells").isEmpty();
  }

  @Test
  void aRevertOfAnEarlierTryUndoesNothingNewer() throws Exception {
    run("a", "2");
    provider().revert(revert("1", "a"), owner);
    shutDown("a", "1", owner);
    assertThat(executor.running()).isEqualTo(1);
    commit("b", "2", owner);
    provider().revert(revert("1", "b"), owner);
    assertThat(ledger.snapshot().held().cpu()).isEqualTo(Cpu.ofCores(1));
  }

  @Test
  void aRevertWithoutLeasesUndoesWhateverItNames() throws Exception {
    run("a", "2");
    provider().revert(new RevertRequest(ENSEMBLE, List.of("a"), List.of()), owner);
    assertThat(executor.running()).isZero();
  }

  @Test
  void anotherTryGetsAnotherAllocationAndNothingOfTheFirst() throws Exception {
    executor.script(_ -> new Scene.Ends(0, "first"));
    run("a", "1");
    time.settle();
    assertThat(written("a")).isEqualTo("first");
    var first = hosting.open.get(id("a"));
    provider().revert(revert("1", "a"), owner);
    executor.script(_ -> new Scene.Lasts());
    run("a", "2");
    assertThat(hosting.open.get(id("a"))).isNotEqualTo(first);
    assertThat(executor.running()).isEqualTo(1);
    assertThat(written("a")).isEmpty();
    time.advance(Duration.ofMinutes(31));
    assertThat(executor.running()).as("the first's end is long ago").isEqualTo(1);
    assertThat(hosting.open).hasSize(1);
  }

  @Test
  void whatAnEarlierTryWroteIsNotDeletedWhileTheNextIsMade() throws Exception {
    executor.script(_ -> new Scene.Ends(0, "first"));
    run("a", "1");
    time.settle();
    provider().revert(revert("1", "a"), owner);
    commit("a", "2", owner);
    allocate("2", owner, "a");
    assertThat(folder.resolve("jobs").toFile().list()).isEmpty();
    assertThat(folder.resolve("jobs-to-delete").toFile().list()).hasSize(1);
    time.settle();
    assertThat(folder.resolve("jobs-to-delete").toFile().list()).isEmpty();
  }

  @Test
  void anAllocationThatIsHeldUnderAnotherLeaseIsRefused() throws Exception {
    run("a", "1");
    assertThat(commit("a", "2", owner).error()).contains("another lease");
  }

  // --- ends

  @Test
  void anEndIsReportedOnceWithItsLease() throws Exception {
    run("a", "1");
    executor.end(id("a"), new Exit.Exited(3));
    time.settle();
    assertThat(hosting.reports)
        .singleElement()
        .satisfies(report -> {
          assertThat(report.allocation()).isEqualTo(id("a"));
          assertThat(report.exitCode()).isEqualTo(3);
          assertThat(report.status()).isEqualTo(AllocationStatus.FAILED);
          assertThat(report.lease()).contains(lease("a", "1"));
        });
    assertThat(ledger.snapshot().running()).isEqualTo(Resources.NONE);
    shutDown("a", "1", owner);
    assertThat(hosting.reports).hasSize(1);
  }

  @Test
  void outputOutlivesTheEndForHalfAnHour() throws Exception {
    executor.script(_ -> new Scene.Ends(0, "hello"));
    run("a", "1");
    time.settle();
    shutDown("a", "1", owner);
    assertThat(written("a")).isEqualTo("hello");
    time.advance(Duration.ofMinutes(31));
    assertThat(provider().output(ENSEMBLE, "a", owner)).isEmpty();
    assertThat(folder.resolve("jobs").toFile().list()).isEmpty();
    assertThat(hosting.forgotten).containsExactly(ENSEMBLE);
  }

  @Test
  void whatCouldNotBeRemovedIsRemovedLater() throws Exception {
    run("a", "1");
    executor.failRemovals(2);
    assertThatThrownBy(() -> shutDown("a", "1", owner)).hasMessageContaining("tried again");
    assertThat(executor.find(id("a"))).isPresent();
    assertThat(ledger.snapshot().running()).as("it does not run").isEqualTo(Resources.NONE);
    time.advance(Duration.ofMinutes(2));
    assertThat(executor.find(id("a"))).isEmpty();
    assertThat(shutDown("a", "1", owner)).isEqualTo(Outcome.DONE);
  }

  @Test
  void whatAnEarlierOneOfTheNameLeftIsNoRunOfTheNext() throws Exception {
    executor.script(_ -> new Scene.Ends(0, ""));
    run("a", "1");
    executor.failRemovals(2);
    time.settle();
    assertThatThrownBy(() -> shutDown("a", "1", owner)).hasMessageContaining("tried again");
    assertThat(executor.find(id("a"))).isPresent();
    executor.script(_ -> new Scene.Lasts());
    run("a", "2");
    time.advance(Duration.ofMinutes(1));
    assertThat(executor.starts()).hasSize(2);
    assertThat(executor.running()).isEqualTo(1);
    assertThat(hosting.reports).as("of the first").hasSize(1);
  }

  @Test
  void aRestartIsNoEnd() throws Exception {
    run("a", "1");
    assertThat(provider().restart(id("a"), new StartRequest(), owner)).isEqualTo(Outcome.DONE);
    time.settle();
    assertThat(executor.starts()).hasSize(2);
    assertThat(executor.running()).isEqualTo(1);
    assertThat(hosting.reports).isEmpty();
    executor.end(id("a"), new Exit.Exited(0));
    time.settle();
    assertThat(hosting.reports).hasSize(1);
  }

  @Test
  void aRestartThatIsRepeatedMeanwhileWaitsForTheFirst() throws Exception {
    run("a", "1");
    var begun = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    executor.script(_ -> {
      begun.countDown();
      return new Scene.Waits(gate::await, new Scene.Lasts());
    });
    var first = new CompletableFuture<Outcome>();
    var second = new CompletableFuture<Outcome>();
    restart("a", first);
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    awaitRest(restart("a", second));
    assertThat(second).isNotDone();
    gate.countDown();
    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(Outcome.DONE);
    assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(Outcome.DONE);
    assertThat(executor.running()).isEqualTo(1);
  }

  private Thread restart(String name, CompletableFuture<Outcome> outcome) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            outcome.complete(provider().restart(id(name), new StartRequest(), owner));
          } catch (InterruptedException e) {
            outcome.completeExceptionally(e);
          }
        });
  }

  @Test
  void aStopDuringAStartWaitsForItAndLosesNoCapacityMeanwhile() throws Exception {
    var begun = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    executor.script(_ -> {
      begun.countDown();
      return new Scene.Waits(never::await, new Scene.Lasts());
    });
    commit("a", "1", owner);
    allocate("1", owner, "a");
    var outcome = new CompletableFuture<Outcome>();
    var starter = start("a", outcome);
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ledger.snapshot().running().cpu()).isEqualTo(Cpu.ofCores(1));
    assertThat(shutDown("a", "1", owner).ok()).isTrue();
    assertThat(outcome.get(10, TimeUnit.SECONDS).error()).contains("stopped while it started");
    starter.join();
    assertThat(executor.running()).isZero();
    assertThat(provider().start(id("a"), new StartRequest(), owner).ok()).isFalse();
  }

  @Test
  void aStartWaitsForARuntimeThatIsAwayAndHoldsItsRoomMeanwhile() throws Exception {
    var asked = goAway(3);
    commit("a", "1", owner);
    allocate("1", owner, "a");
    var outcome = new CompletableFuture<Outcome>();
    var starter = start("a", outcome);
    for (int i = 0; i < 3; i++) {
      asked.acquire();
      awaitRest(starter);
      assertThat(ledger.snapshot().running().cpu()).isEqualTo(Cpu.ofCores(1));
      time.advance(Duration.ofSeconds(1));
    }
    assertThat(outcome.get(10, TimeUnit.SECONDS)).isEqualTo(Outcome.DONE);
    assertThat(executor.running()).isEqualTo(1);
  }

  @Test
  void aStartThatWaitsForItsRuntimeEndsWhenItIsStoppedAndNotOnlyThen() throws Exception {
    var asked = goAway(Integer.MAX_VALUE);
    commit("a", "1", owner);
    allocate("1", owner, "a");
    var stopped = new CompletableFuture<Outcome>();
    var starter = start("a", stopped);
    asked.acquire();
    awaitRest(starter);
    shutDown("a", "1", owner);
    assertThat(stopped.get(10, TimeUnit.SECONDS).error()).contains("stopped while it started");

    commit("a", "2", owner);
    allocate("2", owner, "a");
    var failed = new CompletableFuture<Outcome>();
    starter = start("a", failed);
    for (int i = 0; i < 20; i++) {
      asked.acquire();
      awaitRest(starter);
      time.advance(Duration.ofSeconds(1));
    }
    assertThat(failed.get(10, TimeUnit.SECONDS).error()).contains("the runtime is away");
    assertThat(ledger.snapshot().running()).isEqualTo(Resources.NONE);
  }

  /** The runtime is away for so many starts; each that was tried gives a permit. */
  private Semaphore goAway(int starts) {
    var asked = new Semaphore(0);
    var left = new AtomicInteger(starts);
    executor.script(workload -> {
      if (left.getAndDecrement() <= 0) return new Scene.Lasts();
      asked.release();
      throw new WorkloadExecutorException(
          "starting",
          workload.allocation(),
          new AtollException(ErrorCode.UNREACHABLE, "the runtime is away"));
    });
    return asked;
  }

  private Thread start(String name, CompletableFuture<Outcome> outcome) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            outcome.complete(provider().start(id(name), new StartRequest(), owner));
          } catch (InterruptedException e) {
            outcome.completeExceptionally(e);
          }
        });
  }

  private static void awaitRest(Thread starter) {
    while (starter.getState() != Thread.State.WAITING) Thread.onSpinWait();
  }

  @Test
  void aStartThatGoesThroughInspiteOfAStopIsUndone() throws Exception {
    var begun = new CountDownLatch(1);
    executor.script(_ -> {
      begun.countDown();
      return new Scene.Waits(ProviderTest::untilInterrupted, new Scene.Lasts());
    });
    commit("a", "1", owner);
    allocate("1", owner, "a");
    var starter = start("a", new CompletableFuture<>());
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    shutDown("a", "1", owner);
    starter.join();
    assertThat(executor.running()).isZero();
    assertThat(ledger.snapshot().running()).isEqualTo(Resources.NONE);
  }

  /** Waits for an interrupt, and swallows it. */
  private static void untilInterrupted() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException _) {
      // as an executor that is past the point of no return
    }
  }

  @Test
  void aProviderThatStopsEndsAllAndTakesNothingOn() throws Exception {
    run("a", "1");
    commit("b", "1", owner);
    provider().shutDownAll();
    assertThat(executor.running()).isZero();
    assertThat(commit("c", "1", owner).error()).contains("stopping");
    assertThat(allocate("1", owner, "b").error()).contains("stopping");
    assertThat(provider().start(id("a"), new StartRequest(), owner).error()).contains("stopping");
  }

  // --- bids

  @Test
  void itBidsForWhatFitsAndSaysWhatItHas() {
    var answer = provider().bid(request(true, demand("n1", 1), demand("n2", 64))).orElseThrow();
    assertThat(answer.bids())
        .singleElement()
        .satisfies(bid -> {
          assertThat(bid.node()).isEqualTo(new NodeName("n1"));
          assertThat(bid.isAuthentic()).isTrue();
        });
    assertThat(answer.offer().orElseThrow().free().cpu()).isEqualTo(Cpu.ofCores(2));
  }

  @Test
  void withoutABidItSpeaksOnlyIfItsOfferIsWanted() {
    assertThat(provider().bid(request(false, demand("n2", 64)))).isEmpty();
    assertThat(provider().bid(request(true, demand("n2", 64))).orElseThrow().bids()).isEmpty();
  }

  @Test
  void anExcludedOneDoesNotBid() {
    var request =
        new BidRequest(ENSEMBLE, 1, List.of(demand("n1", 1)), Set.of(provider().id()), true);
    var answer = provider().bid(request).orElseThrow();
    assertThat(answer.bids()).isEmpty();
    assertThat(answer.offer()).isEmpty();
  }

  @Test
  void whatIsHeldIsNotOffered() {
    commit("a", "1", owner, new CommitRequest.PortWish(20005, 80));
    var offer = provider().offer(List.of()).orElseThrow();
    assertThat(offer.free().cpu()).isEqualTo(Cpu.ofCores(1));
    assertThat(offer.ports().taken()).containsExactly(20005);
  }

  // --- words

  private static Handle handle(int seed) {
    return Handle.of(PrivateKey.generate(new Random(seed)).publicKey());
  }

  private static AllocationId id(String name) {
    return new AllocationId(ENSEMBLE, NODE, new AllocationName(name));
  }

  private static LeaseId lease(String name, String attempt) {
    return new LeaseId(id(name) + "#" + attempt);
  }

  private CommitAnswer commit(
      String name, String attempt, Did by, CommitRequest.PortWish... wishes) {
    return provider()
        .commit(
            new CommitRequest(
                id(name),
                demand(1),
                List.of(wishes),
                lease(name, attempt),
                time.instant().plus(LEASE)),
            by);
  }

  private AllocateRequest.Answer allocate(String attempt, Did by, String... names) {
    var orders = new LinkedHashMap<AllocationName, AllocateRequest.Order>();
    for (var name : names)
      orders.put(
          new AllocationName(name),
          new AllocateRequest.Order(
              AllocationType.SERVICE,
              demand(1),
              new Execution.Null(),
              List.of(),
              List.of(),
              List.of(),
              Optional.of(lease(name, attempt)),
              Optional.empty()));
    return provider().allocate(new AllocateRequest(ENSEMBLE, NODE, orders), by, OWNER);
  }

  private void run(String name, String attempt) throws InterruptedException {
    assertThat(commit(name, attempt, owner).ok()).isTrue();
    assertThat(allocate(attempt, owner, name).ok()).isTrue();
    assertThat(provider().start(id(name), new StartRequest(), owner)).isEqualTo(Outcome.DONE);
  }

  private Outcome shutDown(String name, String attempt, Did by) throws InterruptedException {
    return provider()
        .shutDown(new ShutdownRequest(id(name), Optional.of(lease(name, attempt))), by);
  }

  private static RevertRequest revert(String attempt, String... names) {
    var leases = new ArrayList<LeaseId>();
    for (var name : names) leases.add(lease(name, attempt));
    return new RevertRequest(ENSEMBLE, List.of(names), leases);
  }

  private String written(String name) throws Exception {
    var output = provider().output(ENSEMBLE, name, owner).orElseThrow();
    return new String(output.read(CapturedOutput.Stream.STDOUT, 0, 1000), StandardCharsets.UTF_8);
  }

  private static ResourceDemand demand(int cores) {
    return new ResourceDemand(Cpu.ofCores(cores), Memory.ofMebibytes(128), Disk.ofMebibytes(64));
  }

  private static Demand demand(String node, int cores) {
    return new Demand(
        new NodeName(node),
        demand(cores),
        Set.of(ExecutorKind.NULL),
        LocationRule.ANYWHERE,
        List.of(),
        0,
        false,
        Optional.empty(),
        Set.of());
  }

  private static BidRequest request(boolean wantsOffers, Demand... demands) {
    return new BidRequest(ENSEMBLE, 1, List.of(demands), Set.of(), wantsOffers);
  }
}
