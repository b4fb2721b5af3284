package atoll.orchestrator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.DeploymentStatus;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a deployment does after its orchestrator crashed (DMS §7.11). */
class ResumeTest {
  private static final BidRound ROUND = Given.round(Given.services("0.5"), Given.offer(Given.A, 2));

  private final Story story = new Story(Given.services("0.5"));

  @Test
  void beforeItFoundRoomItCollectsBidsAgain() {
    var after = new Story(story);
    assertThat(after.begun).hasAtLeastOneElementOfType(Effect.CollectBids.class);
    after.upToRunning(ROUND);
    assertThat(after.machine.view().status()).isEqualTo(DeploymentStatus.RUNNING);
  }

  @Test
  @DisplayName("A34: a restart in Committing reverts and deploys again")
  void aCommitInFlightIsGivenBack() {
    story.bids(ROUND);
    var after = new Story(story);
    assertThat(after.begun)
        .filteredOn(Effect.Revert.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.Revert.class,
            revert ->
                assertThat(revert.request().leases())
                    .containsExactly(after.lease(Given.allocation("n1.s1"), 1)));
    after.comply(after.begun, ROUND);
    assertThat(after.machine.view().status()).isEqualTo(DeploymentStatus.RUNNING);
    assertThat(after.machine.course.attempt).isEqualTo(2);
  }

  @Test
  void whatWasBeingStartedIsStartedInTheSameRun() {
    story.upToStart(ROUND);
    var after = new Story(story);
    assertThat(after.begun)
        .filteredOn(Effect.Start.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.Start.class,
            start -> {
              assertThat(start.request().run()).isEqualTo(1);
              assertThat(start.request().epoch()).isGreaterThan(story.machine.course.epoch);
            });
    after.started("n1.s1");
    assertThat(after.machine.view().status()).isEqualTo(DeploymentStatus.RUNNING);
  }

  @Test
  @DisplayName("A34: a restart in Running leaves allocations alone and goes on watching")
  void whatRunsIsLeftAlone() {
    story.upToRunning(ROUND);
    var before = story.machine.view();
    var after = new Story(story);
    assertThat(after.machine.view().allocations()).isEqualTo(before.allocations());
    assertThat(after.begun)
        .noneMatch(e ->
            e instanceof Effect.Start
                || e instanceof Effect.ShutDown
                || e instanceof Effect.Commit
                || e instanceof Effect.Revert)
        .hasAtLeastOneElementOfType(Effect.AskState.class)
        .hasAtLeastOneElementOfType(Effect.BeatAfter.class)
        .hasAtLeastOneElementOfType(Effect.TrustProvider.class);
    assertThat(after.ended("n1.s1", 1)).isNotEmpty();
    assertThat(after.machine.view().status()).isEqualTo(DeploymentStatus.FAILED);
  }

  @Test
  void aShutdownGoesOn() {
    story.upToRunning(ROUND);
    story.shutDown();
    var after = new Story(story);
    assertThat(after.begun).hasAtLeastOneElementOfType(Effect.ShutDown.class);
    after.comply(after.begun, ROUND);
    assertThat(after.machine.view().status()).isEqualTo(DeploymentStatus.COMPLETED);
  }

  @Test
  void whoDidNotHearOfAShutdownBeforeTheCrashIsOwedTheNewsAtTheEnd() {
    var two = new Story(Given.services("0.5", "0.5"));
    two.upToRunning(Given.round(two.ensemble, Given.offer(Given.A, 2)));
    two.shutDown();
    two.tell(shutdownAnswered(two, "n1.s1", false));
    var after = new Story(two);
    assertThat(after.begun)
        .filteredOn(Effect.ShutDown.class::isInstance)
        .as("what is over as far as the deployment goes")
        .hasSize(1);
    assertThat(after.tell(shutdownAnswered(after, "n2.s2", true)))
        .hasSize(2)
        .last()
        .isEqualTo(new Effect.Finish());
    assertThat(after.tell(shutdownAnswered(after, "n2.s2", true))).isEmpty();
    assertThat(after.machine.course.fleet.owed()).containsOnlyKeys(Given.provider(Given.A));
  }

  private static Signal shutdownAnswered(Story story, String allocation, boolean heard) {
    var id = Given.allocation(allocation);
    return new Signal.ShutdownAnswered(story.later(), id, story.lease(id, 1), heard);
  }

  @Test
  void whatHasEndedStaysEnded() {
    story.upToRunning(ROUND);
    story.ended("n1.s1", 1);
    var after = new Story(story);
    assertThat(after.begun).isEmpty();
    assertThat(after.machine.view().failure()).isEqualTo(story.machine.view().failure());
    assertThat(after.machine.view().completedAt()).isEqualTo(story.machine.view().completedAt());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aChangedRecordIsReadOrRefusedAndNothingElse(long seed) {
    story.upToRunning(ROUND);
    var record = Recalled.written(story.machine);
    var random = new Random(seed);
    int refused = 0;
    for (int round = 0; round < 300; round++) {
      var bytes = record.clone();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      try {
        assertThat(Recalled.read(story.machine, bytes).view()).isNotNull();
      } catch (RuntimeException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
    assertThatThrownBy(() -> Recalled.read(story.machine, new byte[] {'{', '}'}))
        .hasMessageContaining("missing");
    assertThat(MachineRecord.versions(story.machine)).isEqualTo(Set.of(1));
  }
}
