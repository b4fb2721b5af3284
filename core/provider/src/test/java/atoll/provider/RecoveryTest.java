package atoll.provider;

import static atoll.provider.World.id;
import static atoll.provider.World.lease;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.journal.FaultyJournal;
import atoll.journal.JournalException;
import atoll.kernel.AllocationStatus;
import atoll.kernel.AllocationType;
import atoll.kernel.AtollException;
import atoll.kernel.Cpu;
import atoll.kernel.Resources;
import atoll.protocol.CommitRequest;
import atoll.protocol.Outcome;
import atoll.workload.Exit;
import atoll.workload.ScriptedExecutor.Scene;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a provider had promised stands after it was killed, with nobody else's help (W28). */
@Timeout(30)
class RecoveryTest {
  @TempDir Path folder;
  private World w;

  @org.junit.jupiter.api.BeforeEach
  void world() {
    w = new World(folder, 1);
  }

  // --- promises

  @Test
  void whatIsLentHeldAndTakenIsTheSameAfterwards() throws Exception {
    w.run("a", 1, 1);
    var held = w.commit("b", 1, 1, new CommitRequest.PortWish(0, 80));
    var before = w.ledger.snapshot();
    w.crash();
    assertThat(w.ledger.snapshot()).isEqualTo(before);
    assertThat(w.ports.reservedDynamic()).isEqualTo(held.ports().keySet());
    assertThat(w.allocate("b", 1, 1).ok()).as("what was promised is not refused").isTrue();
  }

  @Test
  @DisplayName("A27: a lease ends while the provider is away")
  void aLeaseThatEndedMeanwhileIsNobodys() {
    w.commit("a", 1, 1, new CommitRequest.PortWish(0, 80));
    w.provider.letGo();
    w.time.advance(Duration.ofSeconds(61));
    w.crash();
    assertThat(w.ledger.snapshot().held()).isEqualTo(Resources.NONE);
    assertThat(w.ports.reservedDynamic()).isEmpty();
  }

  @Test
  void whatRanOutYieldsToWhatCameAfterItWhereverTheClockStands() {
    for (var name : List.of("a", "b", "c")) assertThat(w.commit(name, 1, 1).ok()).isTrue();
    w.journal.full(true);
    w.time.advance(Duration.ofSeconds(61));
    w.journal.full(false);
    for (var name : List.of("d", "e", "f")) assertThat(w.commit(name, 1, 1).ok()).isTrue();
    w.crashInto(Duration.ofSeconds(30));
    w.checkSums();
    for (var name : List.of("d", "e", "f"))
      assertThat(w.allocate(name, 1, 1).ok()).as("what was promised last").isTrue();
  }

  @Test
  void aLeaseThatWasTakenUpEndsByItself() {
    w.commit("a", 1, 1);
    w.crash();
    w.time.advance(Duration.ofSeconds(61));
    assertThat(w.ledger.snapshot().held()).isEqualTo(Resources.NONE);
    w.crash();
    w.checkSums();
  }

  @Test
  void itsActorHasTheSameHandle() throws Exception {
    w.run("a", 1, 1);
    var before = w.hosting.open.get(id("a"));
    w.crash();
    assertThat(w.hosting.open.get(id("a"))).isEqualTo(before);
  }

  @Test
  void whatWasGivenBackStaysGivenBack() throws Exception {
    w.run("a", 1, 1);
    w.shutDown("a", 1, 1);
    w.commit("b", 1, 1);
    w.revert("b", 1, 1);
    w.crash();
    assertThat(w.ledger.snapshot().free()).isEqualTo(World.LENT);
    assertThat(w.executor.running()).isZero();
  }

  @Test
  void offboardingAndDrainingLast() {
    w.provider.drain();
    w.crash();
    assertThat(w.provider.isDraining()).isTrue();
    assertThat(w.commit("a", 1, 1).error()).contains("draining");
    assertThat(w.provider.offer(java.util.List.of()).orElseThrow().caveats())
        .anyMatch(caveat -> caveat.contains("draining"));
    w.provider.undrain();
    assertThat(w.provider.offboard()).isTrue();
    w.crash();
    assertThat(w.provider.isDraining()).isFalse();
    assertThat(w.provider.isOnboarded()).isFalse();
  }

  // --- runs

  @Test
  @DisplayName("A41: what runs is adopted, not restarted")
  void whatRunsIsWatchedOn() throws Exception {
    w.run("a", 1, 1);
    w.crash();
    assertThat(w.executor.starts()).hasSize(1);
    assertThat(w.hosted("a").status()).isEqualTo(AllocationStatus.RUNNING);
    w.executor.end(id("a"), new Exit.Exited(3));
    w.time.settle();
    assertOneReport(3);
    assertThat(w.ledger.snapshot().running()).isEqualTo(Resources.NONE);
  }

  @Test
  void whatEndedMeanwhileIsReportedWithItsExit() throws Exception {
    w.run("a", 1, 1);
    w.provider.letGo();
    w.executor.end(id("a"), new Exit.Exited(4));
    w.crash();
    assertOneReport(4);
  }

  @Test
  void whatEndedMeanwhileIsReportedHoweverFastItsEndIsSeen() throws Exception {
    w.run("a", 1, 1);
    w.provider.letGo();
    w.executor.end(id("a"), new Exit.Exited(4));
    w.crashIntoHaste();
    assertOneReport(4);
  }

  @Test
  void aServiceThatIsGoneStartsAtOnceAndOnlyOnce() throws Exception {
    w.run("a", 1, 1);
    w.crashOfTheMachine();
    assertThat(w.executor.running()).isEqualTo(1);
    assertThat(w.hosting.reports).isEmpty();
    assertThat(w.start("a", 1, 1)).as("its orchestrator returns").isEqualTo(Outcome.DONE);
    assertThat(w.state(1, Map.of("a", 1)).allocations().get("n1.a").run()).isEqualTo(1);
    assertThat(w.executor.starts()).hasSize(1);
  }

  @Test
  void aTaskThatIsGoneIsNeverRunTwice() throws Exception {
    w.runTask("a", 1, 1);
    w.crashOfTheMachine();
    assertThat(w.executor.starts()).isEmpty();
    assertThat(w.hosting.reports)
        .singleElement()
        .satisfies(report -> {
          assertThat(report.status()).isEqualTo(AllocationStatus.FAILED);
          assertThat(report.exitCode()).isEqualTo(-1);
        });
    w.checkSums();
    assertThat(w.ledger.snapshot().free()).isEqualTo(World.LENT);
  }

  @Test
  void whatWasMadeAndNotStartedWaitsForItsStart() throws Exception {
    w.commit("a", 1, 1);
    w.allocate("a", 1, 1);
    w.crash();
    assertThat(w.executor.starts()).isEmpty();
    assertThat(w.start("a", 1, 1)).isEqualTo(Outcome.DONE);
    assertThat(w.executor.running()).isEqualTo(1);
  }

  @Test
  void whatNobodyOrderedGoes() throws Exception {
    w.run("a", 1, 1);
    var stray = w.executor;
    var other = new World(folder.resolve("other"), 2);
    other.executor = stray;
    other.crash();
    assertThat(stray.running()).as("the other's journal knows nothing of it").isZero();
  }

  @Test
  void aRuntimeThatIsAwayIsWaitedFor() throws Exception {
    w.run("a", 1, 1);
    w.provider.letGo();
    w.executor.failFinds(3);
    w.crash();
    assertThat(w.hosted("a").status()).isEqualTo(AllocationStatus.RUNNING);
    w.time.advance(Duration.ofSeconds(5));
    assertThat(w.executor.starts()).hasSize(1);
    assertThat(w.shutDown("a", 1, 1)).isEqualTo(Outcome.DONE);
    assertThat(w.executor.running()).isZero();
  }

  @Test
  void whatSomebodyRestartsInVainIsTakenUpAllTheSame() throws Exception {
    w.run("a", 1, 1);
    w.provider.letGo();
    w.executor.failFinds(1);
    w.crash();
    w.journal.failing(_ -> {
      w.time.advance(Duration.ofSeconds(2)); // it is to be taken up just now
      return FaultyJournal.Fault.LOST;
    });
    assertThatThrownBy(() -> w.restart("a", 1)).isInstanceOf(JournalException.class);
    w.journal.full(false);
    w.time.advance(Duration.ofSeconds(2));
    w.executor.end(id("a"), new Exit.Exited(3));
    w.time.settle();
    assertThat(w.hosting.reports).as("it is watched").hasSize(1);
  }

  @Test
  void aRuntimeThatStaysAwayIsAskedLessAndLessOften() throws Exception {
    w.run("a", 1, 1);
    w.provider.letGo();
    w.executor.failFinds(1000);
    w.crash();
    w.time.advance(Duration.ofHours(1));
    assertThat(w.executor.findsToFail()).isBetween(900, 950);
    w.executor.failFinds(0);
    w.time.advance(Duration.ofMinutes(1));
    w.executor.end(id("a"), new Exit.Exited(3));
    w.time.settle();
    assertThat(w.hosting.reports).hasSize(1);
  }

  @Test
  void anEndThatNobodyHeardOfIsToldAgain() throws Exception {
    w.run("a", 1, 1);
    w.executor.end(id("a"), new Exit.Exited(5));
    w.time.settle();
    w.crash();
    assertThat(w.hosting.reports).hasSize(1);
    w.hosting.heard.getFirst().run();
    w.crash();
    assertThat(w.hosting.reports).isEmpty();
  }

  @Test
  void whatAnEndedOneWroteIsReadableUntilItIsForgotten() throws Exception {
    w.executor.script(_ -> new Scene.Ends(0, "hello"));
    w.commit("a", 1, 1);
    w.allocate("a", 1, 1, AllocationType.TASK, false);
    w.start("a", 1, 1);
    w.time.settle();
    w.hosting.heard.forEach(Runnable::run);
    w.crash();
    var output = w.provider.output(World.ENSEMBLE, "a", w.owner).orElseThrow();
    assertThat(output.read(atoll.workload.CapturedOutput.Stream.STDOUT, 0, 100))
        .asString()
        .isEqualTo("hello");
    w.time.advance(Duration.ofMinutes(31));
    assertThat(w.provider.hosted()).isEmpty();
    w.crash();
    assertThat(w.provider.hosted()).isEmpty();
  }

  @Test
  void whatACrashLeftOfForgottenOnesIsDeletedAndNothingElse() throws Exception {
    w.run("a", 1, 1);
    w.provider.letGo();
    var jobs = folder.resolve("jobs");
    Files.createDirectories(jobs.resolve(id("z").value()).resolve("deep"));
    Files.createDirectories(folder.resolve("jobs-to-delete").resolve("1"));
    w.crash();
    assertThat(jobs.toFile().list()).containsExactly(id("a").value());
    assertThat(folder.resolve("jobs-to-delete").toFile().list()).isEmpty();
  }

  @Test
  void anOrphanEndsWithItsLease() throws Exception {
    w.run("a", 1, 1);
    w.run("b", 1, 1);
    for (int hour = 0; hour < 30; hour++) {
      w.time.advance(Duration.ofHours(1));
      if (hour % 8 == 0) w.state(1, Map.of("a", 1, "b", 1));
      if (hour == 2) w.crash();
    }
    assertThat(w.executor.running()).isEqualTo(2);
    w.time.advance(Duration.ofHours(25));
    assertThat(w.executor.running()).isZero();
    assertThat(w.ledger.snapshot().free()).isEqualTo(World.LENT);
    assertThat(w.hosting.reports)
        .allSatisfy(report -> assertThat(report.error()).contains("lease ended"))
        .hasSize(2);
  }

  // --- the disk

  @Test
  void aFullDiskTakesNothingOnAndLeavesWhatRunsAlone() throws Exception {
    w.run("a", 1, 1);
    var before = w.ledger.snapshot();
    w.journal.full(true);
    assertThatThrownBy(() -> w.commit("b", 1, 1)).isInstanceOf(JournalException.class);
    assertThatThrownBy(() -> w.provider.lend(World.LENT.plus(World.LENT)))
        .isInstanceOf(JournalException.class);
    assertThatThrownBy(w.provider::drain).isInstanceOf(JournalException.class);
    assertThat(w.provider.isDraining()).isFalse();
    assertThat(w.ledger.snapshot()).isEqualTo(before);
    assertThat(w.executor.running()).isEqualTo(1);
  }

  @Test
  void aFullDiskKeepsHeldWhatCannotBeMade() throws Exception {
    w.commit("a", 1, 1);
    w.journal.full(true);
    assertThatThrownBy(() -> w.allocate("a", 1, 1)).isInstanceOf(JournalException.class);
    assertThat(w.ledger.snapshot().held().cpu()).isEqualTo(Cpu.ofCores(1));
    w.journal.full(false);
    assertThat(w.allocate("a", 1, 1).ok()).isTrue();
    w.journal.full(true);
    assertThatThrownBy(() -> w.start("a", 1, 1)).isInstanceOf(JournalException.class);
    assertThat(w.executor.starts()).isEmpty();
    w.journal.full(false);
    assertThat(w.start("a", 1, 1)).isEqualTo(Outcome.DONE);
  }

  @Test
  void anEndIsNotAcknowledgedBeforeItIsDurable() throws Exception {
    w.run("a", 1, 1);
    w.journal.full(true);
    assertThatThrownBy(() -> w.shutDown("a", 1, 1)).isInstanceOf(JournalException.class);
    w.journal.full(false);
    w.time.advance(Duration.ofSeconds(6));
    assertThat(w.ledger.snapshot().free()).as("tried again by itself").isEqualTo(World.LENT);
    assertThat(w.shutDown("a", 1, 1)).isEqualTo(Outcome.DONE);
  }

  @Test
  void whatWasStartedAnewOutlivesTheFailureOfTheStartBefore() throws Exception {
    failToStartOnAFullDisk("a");
    w.executor.script(_ -> new Scene.Lasts());
    assertThat(w.start("a", 1, 1)).isEqualTo(Outcome.DONE);
    w.time.advance(Duration.ofSeconds(6));
    assertThat(w.hosted("a").status()).isEqualTo(AllocationStatus.RUNNING);
    assertThat(w.executor.running()).isEqualTo(1);
    assertThat(w.hosting.reports).isEmpty();
  }

  @Test
  void aStartThatFailedEndsWhenTheDiskHasRoomAgain() throws Exception {
    failToStartOnAFullDisk("a");
    w.time.advance(Duration.ofSeconds(6));
    assertThat(w.hosted("a").status()).isEqualTo(AllocationStatus.FAILED);
    assertThat(w.ledger.snapshot().free()).isEqualTo(World.LENT);
    assertThat(w.hosting.reports).hasSize(1);
  }

  private void failToStartOnAFullDisk(String name) {
    w.executor.script(_ -> {
      w.journal.full(true);
      return new Scene.Fails("no such image");
    });
    w.commit(name, 1, 1);
    w.allocate(name, 1, 1);
    assertThatThrownBy(() -> w.start(name, 1, 1)).isInstanceOf(JournalException.class);
    w.journal.full(false);
  }

  @Test
  void whatCannotEndYetIsTriedAgainOnceHoweverOftenItIsAsked() throws Exception {
    w.run("a", 1, 1);
    w.journal.full(true);
    for (int i = 0; i < 5; i++)
      assertThatThrownBy(() -> w.shutDown("a", 1, 1)).isInstanceOf(JournalException.class);
    w.time.settle();
    var tries = new AtomicInteger();
    w.journal.failing(_ -> {
      tries.incrementAndGet();
      return FaultyJournal.Fault.LOST;
    });
    w.time.advance(Duration.ofMinutes(1));
    assertThat(tries.get()).isEqualTo(12);
  }

  @Test
  void whatCannotBeRemovedYetIsTriedAgainOnceHoweverOftenItIsAsked() throws Exception {
    w.run("a", 1, 1);
    w.executor.failRemovals(1000);
    for (int i = 0; i < 5; i++) shutDownInVain("a");
    int before = w.executor.removals();
    w.time.advance(Duration.ofMinutes(5));
    assertThat(w.executor.removals() - before).isEqualTo(10);
  }

  @Test
  void whatIsKeptForAnEndedOneIsGivenBackWhenTheDiskHasRoomAgain() throws Exception {
    w.executor.script(_ -> new Scene.Ends(1, ""));
    w.commit("a", 1, 1);
    w.allocate("a", 1, 1, AllocationType.SERVICE, true);
    w.start("a", 1, 1);
    w.time.settle();
    assertThat(w.ledger.snapshot().free()).as("kept").isNotEqualTo(World.LENT);
    w.journal.full(true);
    assertThatThrownBy(() -> w.shutDown("a", 1, 1)).isInstanceOf(JournalException.class);
    w.journal.full(false);
    w.time.advance(Duration.ofSeconds(6));
    assertThat(w.ledger.snapshot().free()).as("tried again by itself").isEqualTo(World.LENT);
  }

  private void shutDownInVain(String name) throws InterruptedException {
    try {
      w.shutDown(name, 1, 1);
    } catch (AtollException e) {
      assertThat(e).hasMessageContaining("tried again");
    }
  }

  @Test
  void anEndByItselfIsToldWhenTheDiskHasRoomAgain() throws Exception {
    w.run("a", 1, 1);
    w.journal.full(true);
    w.executor.end(id("a"), new Exit.Exited(0));
    w.time.advance(Duration.ofMinutes(1));
    assertThat(w.hosting.reports).isEmpty();
    w.journal.full(false);
    w.time.advance(Duration.ofSeconds(6));
    assertThat(w.hosting.reports).hasSize(1);
  }

  @Test
  void whatWasRefusedIsNotFoundBesideWhatWasGrantedInItsPlace() {
    for (var name : new String[] {"a", "b", "c"}) {
      w.journal.failing(_ -> FaultyJournal.Fault.KEPT);
      assertThatThrownBy(() -> w.commit(name, 1, 1)).isInstanceOf(JournalException.class);
      w.journal.full(false);
    }
    for (var name : new String[] {"x", "y", "z"}) assertThat(w.commit(name, 1, 1).ok()).isTrue();
    w.crash();
    w.checkSums();
    assertThat(w.ledger.leaseOf(id("a"))).isEmpty();
    assertThat(w.ledger.leaseOf(id("z"))).contains(lease("z", 1));
  }

  private void assertOneReport(int exitCode) {
    assertThat(w.hosting.reports)
        .singleElement()
        .satisfies(report -> assertThat(report.exitCode()).isEqualTo(exitCode));
  }
}
