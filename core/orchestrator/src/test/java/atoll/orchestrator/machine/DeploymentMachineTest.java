package atoll.orchestrator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.AllocationStatus;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a deployment wants done, whatever happens (DMS §7.4). Signals in, effects out. */
class DeploymentMachineTest {
  /** One service. */
  private final Story one = new Story(Given.services("0.5"));

  private final BidRound onA = Given.round(one.ensemble, Given.offer(Given.A, 2));
  private final BidRound onEither =
      Given.round(one.ensemble, Given.offer(Given.A, 2), Given.offer(Given.B, 2));

  /** Two services, each on a node of its own. */
  private final Story two = new Story(Given.services("0.5", "0.5"));

  /** A service that waits for a task. */
  private final Story pair = new Story(Given.parsed(Given.TASK_THEN_SERVICE));

  /** A service that is larger than any machine. */
  private final Story big = new Story(Given.services("64"));

  private void twoFitOnA() {
    two.bids(Given.round(two.ensemble, Given.offer(Given.A, 2)));
  }

  private void pairIsBeingStarted() {
    pair.upToStart(Given.round(pair.ensemble, Given.offer(Given.A, 2)));
  }

  private void commitIsRefusedAndTriedAgain() {
    one.commitRefused("n1.s1", "no");
    one.reverted("n1");
    one.retryIsDue();
  }

  private void startFailsAndIsTriedAgain(BidRound round) {
    one.upToStart(round);
    one.startFailed("n1.s1", "no such image");
    one.reverted("n1");
    one.retryIsDue();
    one.bids(round);
  }

  @Test
  void itBeginsByCollectingBids() {
    assertThat(one.begun).first().isInstanceOf(Effect.CollectBids.class);
    assertThat(one.machine.view().status()).isEqualTo(DeploymentStatus.GENERATING);
  }

  @Test
  void eachStepFollowsTheAnswerToTheOneBefore() {
    var placed = one.bids(onA);
    assertThat(placed).hasSize(2);
    assertThat(placed.get(0)).isInstanceOf(Effect.TrustProvider.class);
    assertThat(placed.get(1)).isInstanceOf(Effect.Commit.class);
    assertThat(one.committed("n1.s1")).singleElement().isInstanceOf(Effect.Allocate.class);
    assertThat(one.allocated("n1")).singleElement().isInstanceOf(Effect.Start.class);
    assertThat(one.started("n1.s1")).isEmpty();
    assertThat(one.machine.view().status()).isEqualTo(DeploymentStatus.RUNNING);
    assertThat(one.machine.providerOf(Given.allocation("n1.s1"))).contains(Given.A);
  }

  @Test
  void everyAnswerIsTakenOnce() {
    one.bids(onA);
    assertThat(one.bids(Given.round(one.ensemble, Given.offer(Given.B, 2)))).isEmpty();
    one.committed("n1.s1");
    assertThat(one.committed("n1.s1")).isEmpty();
    one.allocated("n1");
    assertThat(one.allocated("n1")).isEmpty();
    one.started("n1.s1");
    assertThat(one.started("n1.s1")).isEmpty();
    assertThat(one.startFailed("n1.s1", "late")).isEmpty();
    assertThat(one.machine.view().status()).isEqualTo(DeploymentStatus.RUNNING);
  }

  @Test
  void nothingIsAllocatedBeforeEverythingIsCommitted() {
    twoFitOnA();
    assertThat(two.committed("n1.s1")).isEmpty();
    assertThat(two.committed("n2.s2")).hasSize(2).allMatch(Effect.Allocate.class::isInstance);
    assertThat(two.allocated("n2")).isEmpty();
    assertThat(two.allocated("n1")).hasSize(2).allMatch(Effect.Start.class::isInstance);
  }

  @Test
  void aRefusedCommitRevertsAllNodesUnderTheLeasesOfThisTry() {
    twoFitOnA();
    two.committed("n1.s1");
    var reverts = two.commitRefused("n2.s2", "not enough is free");
    assertThat(reverts).hasSize(2);
    assertThat(reverts)
        .allSatisfy(effect ->
            assertThat(effect)
                .isInstanceOfSatisfying(
                    Effect.Revert.class,
                    revert ->
                        assertThat(revert.request().leases())
                            .singleElement()
                            .satisfies(lease -> assertThat(lease.value()).endsWith("#1"))));
    assertThat(two.reverted("n1")).isEmpty();
    assertThat(two.reverted("n2")).hasSize(2).first().isInstanceOf(Effect.RetryAfter.class);
    assertThat(two.retryIsDue()).singleElement().isInstanceOf(Effect.CollectBids.class);
    assertThat(two.attempt()).isEqualTo(2);
  }

  @Test
  void whoRefusedIsAskedAgainOnlyIfNobodyElseWillDo() {
    var first = ((Effect.Commit) one.bids(onEither).get(1)).provider();
    commitIsRefusedAndTriedAgain();
    var second = ((Effect.Commit) one.bids(onEither).get(1)).provider();
    assertThat(second).isNotEqualTo(first);
    commitIsRefusedAndTriedAgain();
    assertThat(one.bids(onEither)).hasSize(2).last().isInstanceOf(Effect.Commit.class);
  }

  @Test
  void whoCouldNotStartANodeIsNeverAskedAgainForIt() {
    startFailsAndIsTriedAgain(onA);
    var failure = one.machine.view().failure().orElseThrow();
    assertThat(failure.code()).isEqualTo(ErrorCode.EXECUTOR_FAILED);
    assertThat(failure.message()).contains("n1.s1").contains("no such image");
  }

  @Test
  void aProviderThatFailedIsNotCalledExcludedByTheEnsemble() {
    startFailsAndIsTriedAgain(onEither);
    assertThat(one.machine.view().why().explanations())
        .flatExtracting(Why.Explained::reasons)
        .singleElement()
        .satisfies(reason -> {
          assertThat(reason.code()).isEqualTo("declined");
          assertThat(reason.sentence()).contains("no such image");
        });
  }

  @Test
  void anAnswerToAnOlderTryChangesNothing() {
    one.bids(onA);
    commitIsRefusedAndTriedAgain();
    one.bids(onA);
    var late =
        new Signal.CommitAnswered(
            one.later(), 1, Given.allocation("n1.s1"), Optional.empty(), Map.of());
    assertThat(one.tell(late)).isEmpty();
    assertThat(one.committed("n1.s1")).singleElement().isInstanceOf(Effect.Allocate.class);
  }

  @Test
  void theEndOfAnOlderTrysRunEndsNothing() {
    one.bids(onA);
    commitIsRefusedAndTriedAgain();
    one.upToStart(onA);
    one.started("n1.s1");
    assertThat(one.ended("n1.s1", 137, 1)).isEmpty();
    assertThat(one.machine.view().status()).isEqualTo(DeploymentStatus.RUNNING);
    one.ended("n1.s1", 1);
    assertThat(one.machine.view().status()).isEqualTo(DeploymentStatus.FAILED);
  }

  @Test
  void anEndMayOvertakeTheAnswerToItsStart() {
    pairIsBeingStarted();
    assertThat(pair.ended("n1.init", 0))
        .first()
        .isInstanceOfSatisfying(
            Effect.Start.class,
            start -> assertThat(start.id()).isEqualTo(Given.allocation("n1.web")));
    assertThat(pair.started("n1.init")).isEmpty();
    pair.started("n1.web");
    assertThat(pair.machine.view().status()).isEqualTo(DeploymentStatus.RUNNING);
  }

  @Test
  void aFailedDependencyTakesItsDependantsAlong() {
    pairIsBeingStarted();
    pair.started("n1.init");
    var effects = pair.ended("n1.init", 2);
    assertThat(effects).hasAtLeastOneElementOfType(Effect.ShutDown.class);
    assertThat(effects).noneMatch(Effect.Start.class::isInstance);
    assertThat(pair.machine.view().allocations())
        .extracting(AllocationState::status)
        .containsExactly(AllocationStatus.FAILED, AllocationStatus.STOPPED);
    assertThat(pair.machine.view().status()).isEqualTo(DeploymentStatus.FAILED);
  }

  @Test
  void patienceIsForRoomAndNotForWhatRuns() {
    pairIsBeingStarted();
    pair.started("n1.init"); // and takes its time
    assertThat(pair.patienceIsOver()).isEmpty();
    pair.ended("n1.init", 0);
    pair.started("n1.web");
    assertThat(pair.machine.view().status()).isEqualTo(DeploymentStatus.RUNNING);
  }

  @Test
  void withoutRoomItWaitsUntilItsPatienceIsOver() {
    assertThat(one.bids(Given.round(one.ensemble, Given.offer(Given.A, 0))))
        .singleElement()
        .isInstanceOf(Effect.RetryAfter.class);
    assertThat(one.machine.waitingAttempt()).contains(1);
    assertThat(one.patienceIsOver()).containsExactly(new Effect.Finish());
    assertThat(one.machine.view().failure().orElseThrow().code()).isEqualTo(ErrorCode.TIMED_OUT);
    assertThat(one.machine.waitingAttempt()).isEmpty();
  }

  @Test
  void aSetbackAfterThePatienceIsTheEnd() {
    one.upToStart(onA);
    one.patienceIsOver();
    one.startFailed("n1.s1", "no such image");
    assertThat(one.reverted("n1")).last().isEqualTo(new Effect.Finish());
    assertThat(one.machine.view().failure().orElseThrow().message()).contains("no such image");
  }

  @Test
  void whatCanNeverBePlacedIsRefusedAtOnceIfEveryoneAnswered() {
    assertThat(big.bids(Given.round(big.ensemble, Given.offer(Given.A, 2))))
        .containsExactly(new Effect.Finish());
    assertThat(big.machine.view().failure().orElseThrow().code()).isEqualTo(ErrorCode.NOT_PLACED);
  }

  @Test
  void aProviderThatWasSilentMayBeTheOneThatFits() {
    var round = Given.round(2, big.ensemble, Given.offer(Given.A, 2));
    assertThat(big.bids(round)).singleElement().isInstanceOf(Effect.RetryAfter.class);
    big.retryIsDue();
    assertThat(big.bids(round)).containsExactly(new Effect.Finish());
  }

  @Test
  void aShutdownEndsWhatRunsAndWaitsForIt() {
    one.upToStart(onA);
    one.started("n1.s1");
    assertThat(one.shutDown())
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.ShutDown.class,
            shutDown ->
                assertThat(shutDown.request().lease().orElseThrow().value()).endsWith("#1"));
    assertThat(one.shutDown()).isEmpty();
    assertThat(one.machine.view().status()).isEqualTo(DeploymentStatus.SHUTTING_DOWN);
    assertThat(
            one.tell(
                new Signal.ShutdownAnswered(
                    one.later(),
                    Given.allocation("n1.s1"),
                    one.lease(Given.allocation("n1.s1"), 1),
                    true)))
        .containsExactly(new Effect.Finish());
    assertThat(one.machine.view().status()).isEqualTo(DeploymentStatus.COMPLETED);
    assertThat(one.shutDown()).isEmpty();
  }

  @Test
  void aShutdownDuringACommitGivesBackWhatIsHeld() {
    one.bids(onA);
    assertThat(one.shutDown()).singleElement().isInstanceOf(Effect.Revert.class);
    assertThat(one.committed("n1.s1")).isEmpty();
    assertThat(one.reverted("n1")).last().isEqualTo(new Effect.Finish());
    assertThat(one.machine.view().status()).isEqualTo(DeploymentStatus.COMPLETED);
  }

  @Test
  void eventsAreNumberedWithoutGaps() {
    one.upToStart(onA);
    one.started("n1.s1");
    one.ended("n1.s1", 1);
    var numbers = one.events.stream().map(DeploymentEvent::number).toList();
    assertThat(numbers).isEqualTo(List.copyOf(count(numbers.size())));
    assertThat(one.machine.view().lastEvent()).isEqualTo(numbers.size());
  }

  private static List<Long> count(int to) {
    return LongStream.rangeClosed(1, to).boxed().toList();
  }
}
