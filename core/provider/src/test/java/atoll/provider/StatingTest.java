package atoll.provider;

import static atoll.provider.World.id;
import static atoll.provider.World.lease;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.identity.Did;
import atoll.identity.PrivateKey;
import atoll.kernel.AllocationStatus;
import atoll.kernel.AllocationType;
import atoll.protocol.CommitRequest;
import atoll.protocol.Outcome;
import atoll.protocol.RevertRequest;
import atoll.protocol.ShutdownRequest;
import atoll.protocol.StateRequest;
import atoll.workload.Exit;
import atoll.workload.ScriptedExecutor.Scene;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * State is level-triggered: newer epochs win, what is not named ends, what is late does nothing.
 */
@Timeout(30)
class StatingTest {
  @TempDir Path folder;
  private World w;

  @BeforeEach
  void world() {
    w = new World(folder, 1);
  }

  // --- state

  @Test
  void everythingThatIsHereIsTold() throws Exception {
    w.commit("a", 1, 3, new CommitRequest.PortWish(0, 80));
    w.allocate("a", 1, 3);
    w.start("a", 3, 1);
    w.run("b", 2, 3);
    w.executor.end(id("b"), new Exit.Exited(7));
    w.time.settle();
    var report = w.state(3, Map.of("a", 1, "b", 2));
    assertThat(report.ok()).isTrue();
    assertThat(report.epoch()).isEqualTo(3);
    assertThat(report.allocations()).containsOnlyKeys("n1.a", "n1.b");
    var a = report.allocations().get("n1.a");
    assertThat(a.status()).isEqualTo(AllocationStatus.RUNNING);
    assertThat(a.lease()).isEqualTo(lease("a", 1));
    assertThat(a.run()).isEqualTo(1);
    assertThat(a.startedAt()).contains(w.time.instant());
    assertThat(a.handle()).isEqualTo(w.hosting.open.get(id("a")));
    assertThat(a.ports()).containsValue(80).hasSize(1);
    var b = report.allocations().get("n1.b");
    assertThat(b.status()).isEqualTo(AllocationStatus.FAILED);
    assertThat(b.exitCode()).hasValue(7);
    assertThat(b.error()).contains("exit code 7");
  }

  @Test
  void whatIsNotNamedEndsAndTheRestGoesOn() throws Exception {
    w.run("a", 1, 1);
    w.run("b", 1, 1);
    w.run("c", 1, 1);
    w.time.advance(Duration.ofSeconds(31));
    w.state(1, Map.of("a", 1, "b", 2));
    w.time.settle();
    assertThat(w.executor.running()).isEqualTo(1);
    assertThat(w.hosted("a").status()).isEqualTo(AllocationStatus.RUNNING);
    assertThat(w.hosted("b").status()).as("another lease").isEqualTo(AllocationStatus.TERMINATED);
    assertThat(w.hosted("c").status()).isEqualTo(AllocationStatus.TERMINATED);
  }

  @Test
  void aRequestFromBeforeItWasMadeDoesNotEndIt() throws Exception {
    w.run("a", 1, 1);
    w.state(1, Map.of());
    w.time.settle();
    assertThat(w.executor.running()).as("late, and of the same epoch").isEqualTo(1);
    w.state(2, Map.of());
    w.time.settle();
    assertThat(w.executor.running()).isZero();
  }

  @Test
  void aStrangersStateRequestTouchesNothing() throws Exception {
    w.run("a", 1, 1);
    var stranger = Did.of(PrivateKey.generate(new Random(77)).publicKey());
    var report =
        w.provider.state(
            new StateRequest(World.ENSEMBLE, 99, w.time.instant(), new TreeMap<>()), stranger);
    w.time.settle();
    assertThat(report.allocations()).isEmpty();
    assertThat(w.executor.running()).isEqualTo(1);
    assertThat(w.state(1, Map.of("a", 1)).ok()).as("its epoch is its own").isTrue();
  }

  @Test
  void aHoldOfThisEpochMayBeOnItsWayAndOneOfAnOlderIsGivenBack() {
    w.commit("a", 1, 1);
    w.state(1, Map.of());
    assertThat(w.ledger.leaseOf(id("a"))).isPresent();
    w.state(2, Map.of());
    assertThat(w.ledger.leaseOf(id("a"))).isEmpty();
  }

  @Test
  void drainingIsSaid() throws Exception {
    w.run("a", 1, 1);
    w.provider.drain();
    assertThat(w.state(1, Map.of("a", 1)).draining()).isTrue();
    assertThat(w.commit("b", 1, 1).error()).contains("draining");
    assertThat(w.commit("a", 1, 1).ok()).as("what was promised stands").isTrue();
  }

  @Test
  void aHeartbeatHardlyEverWrites() throws Exception {
    w.run("a", 1, 1);
    int before = w.journal.made();
    for (int i = 0; i < 1800; i++) {
      w.state(1, Map.of("a", 1));
      w.time.advance(Duration.ofSeconds(2));
    }
    assertThat(w.journal.made() - before).isLessThan(3);
  }

  // --- epochs

  @Test
  @DisplayName("An older epoch can never stop or start newer work")
  void anOlderEpochChangesNothing() throws Exception {
    w.run("a", 2, 4);
    assertThat(w.state(3, Map.of()).error()).contains("an older epoch (3) than 4");
    assertThat(w.commit("b", 1, 3).error()).contains("older epoch");
    assertThat(w.allocate("a", 2, 3).error()).contains("older epoch");
    assertThat(w.start("a", 3, 2).error()).contains("older epoch");
    assertThat(
            w.provider.shutDown(new ShutdownRequest(id("a"), Optional.empty(), 3), w.owner).error())
        .contains("older epoch");
    assertThat(
            w.provider
                .revert(new RevertRequest(World.ENSEMBLE, List.of("a"), List.of(), 0), w.owner)
                .error())
        .contains("older epoch");
    w.revert("a", 1, 3);
    w.time.settle();
    assertThat(w.executor.starts()).hasSize(1);
    assertThat(w.executor.running()).isEqualTo(1);
  }

  @Test
  void theGreatestEpochIsRememberedAcrossARestart() throws Exception {
    w.run("a", 1, 4);
    w.state(9, Map.of("a", 1));
    w.crash();
    assertThat(w.state(8, Map.of()).ok()).isFalse();
    assertThat(w.state(8, Map.of()).epoch()).isEqualTo(9);
    w.time.settle();
    assertThat(w.executor.running()).isEqualTo(1);
  }

  @Test
  void whatIsNamedByItsLeaseEndsWhateverTheEpoch() throws Exception {
    w.run("a", 1, 4);
    assertThat(w.shutDown("a", 1, 3)).isEqualTo(Outcome.DONE);
    assertThat(w.executor.running()).isZero();
  }

  // --- runs

  @Test
  void aStartThatComesTwiceOrLateStartsOnce() throws Exception {
    w.run("a", 1, 1);
    assertThat(w.start("a", 1, 1)).isEqualTo(Outcome.DONE);
    assertThat(w.start("a", 1, 2)).isEqualTo(Outcome.DONE);
    for (long late : new long[] {1, 2, 0}) assertThat(w.start("a", 1, late).ok()).isTrue();
    assertThat(w.executor.starts()).hasSize(2);
    assertThat(w.state(1, Map.of("a", 1)).allocations().get("n1.a").run()).isEqualTo(2);
    w.time.settle();
    assertThat(w.hosting.reports).as("the old run's end is no end").isEmpty();
  }

  @Test
  void aStartOfWhatRanAndEndedIsAnsweredAsTheOneThatBegan() throws Exception {
    w.executor.script(_ -> new Scene.Ends(0, ""));
    w.commit("a", 1, 1);
    w.allocate("a", 1, 1, AllocationType.TASK, false);
    assertThat(w.start("a", 1, 1)).isEqualTo(Outcome.DONE);
    w.time.settle();
    assertThat(w.start("a", 1, 1)).isEqualTo(Outcome.DONE);
    assertThat(w.start("a", 1, 2).error()).contains("has ended");
    assertThat(w.executor.starts()).hasSize(1);
  }

  @Test
  void aFailedStartFailsAgainWhenItIsAskedAgain() throws Exception {
    w.executor.script(_ -> new Scene.Fails("no such image"));
    w.commit("a", 1, 1);
    w.allocate("a", 1, 1);
    for (int i = 0; i < 2; i++) assertThat(w.start("a", 1, 1).error()).contains("no such image");
    assertThat(w.executor.starts()).hasSize(1);
  }

  @Test
  void whatIsKeptStaysReadyForItsNextRun() throws Exception {
    w.commit("a", 1, 1, new CommitRequest.PortWish(0, 80));
    w.allocate("a", 1, 1, AllocationType.SERVICE, true);
    w.start("a", 1, 1);
    var running = w.ledger.snapshot();
    w.executor.end(id("a"), new Exit.Exited(1));
    w.time.settle();
    assertThat(w.ledger.snapshot()).isEqualTo(running);
    w.crash();
    assertThat(w.ledger.snapshot()).isEqualTo(running);
    assertThat(w.executor.starts()).as("an end by itself stands").hasSize(1);
    assertThat(w.start("a", 1, 2)).isEqualTo(Outcome.DONE);
    assertThat(w.hosted("a").status()).isEqualTo(AllocationStatus.RUNNING);
    w.executor.end(id("a"), new Exit.Exited(1));
    w.time.settle();
    assertThat(w.hosting.reports.getLast().run()).hasValue(2);
    assertThat(w.shutDown("a", 1, 1)).isEqualTo(Outcome.DONE);
    assertThat(w.ledger.snapshot().free()).isEqualTo(World.LENT);
    assertThat(w.ports.reservedDynamic()).isEmpty();
    w.crash();
    assertThat(w.ledger.snapshot().free()).isEqualTo(World.LENT);
  }
}
