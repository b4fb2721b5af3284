package atoll.orchestrator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.AllocationStatus;
import atoll.kernel.DeploymentStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes that stand by for others (DMS §6.4, §7.7). */
class StandbyTest {
  private final Story story = new Story(Given.onOneNode(List.of("a"), "", ", redundancy: 1", ""));
  private final BidRound both =
      Given.round(
          Standbys.of(story.ensemble).ensemble(), Given.offer(Given.A, 2), Given.offer(Given.B, 2));

  private void run() {
    story.comply(story.begun, both);
    assertThat(story.machine.view().status()).isEqualTo(DeploymentStatus.RUNNING);
  }

  @Test
  void aStandbyIsMadeElsewhereAndNotStarted() {
    run();
    var first = story.state("n1.a");
    var second = story.state("n1-standby-1.a");
    assertThat(first.status()).isEqualTo(AllocationStatus.RUNNING);
    assertThat(second.status()).isEqualTo(AllocationStatus.PENDING);
    assertThat(second.handle()).isPresent();
    assertThat(second.provider().orElseThrow()).isNotEqualTo(first.provider().orElseThrow());
    assertThat(second.redundancy().orElseThrow().standsBy()).isTrue();
    assertThat(first.redundancy().orElseThrow().group()).isEqualTo(first.id().node());
  }

  @Test
  void itRunsWhenTheOtherIsLostUnderANewEpoch() {
    run();
    var lost = story.machine.providerOf(Given.allocation("n1.a")).orElseThrow();
    long epoch = story.machine.course.epoch;
    var effects = story.silence(lost);
    assertThat(effects)
        .filteredOn(Effect.Start.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.Start.class,
            start -> {
              assertThat(start.id()).isEqualTo(Given.allocation("n1-standby-1.a"));
              assertThat(start.request().epoch()).isGreaterThan(epoch);
            });
    story.answerStarts(effects);
    assertThat(story.state("n1-standby-1.a").status()).isEqualTo(AllocationStatus.RUNNING);
    assertThat(story.state("n1-standby-1.a").redundancy().orElseThrow().standsBy()).isFalse();
    assertThat(story.machine.view().status()).isEqualTo(DeploymentStatus.RUNNING);
  }

  @Test
  void theLostOneStandsByWhenItReturns() {
    run();
    var lost = story.machine.providerOf(Given.allocation("n1.a")).orElseThrow();
    story.comply(story.silence(lost), Given.round(story.ensemble));
    var at = story.beat();
    story.comply(story.asked, both);
    story.comply(
        story.tell(
            new Signal.StateAnswered(
                story.later(),
                Given.provider(lost),
                at,
                new Signal.Said.Report(
                    new atoll.protocol.StateReport(
                        true, "", 9, false, new java.util.TreeMap<>())))),
        both);
    story.comply(story.waitFor(java.time.Duration.ofSeconds(30)), both);
    assertThat(story.state("n1.a").provider()).contains(Given.provider(lost));
    assertThat(story.state("n1.a").redundancy().orElseThrow().standsBy()).isTrue();
    assertThat(story.state("n1.a").status()).isEqualTo(AllocationStatus.PENDING);
  }

  @Test
  void withoutRoomForItTheDeploymentRunsAllTheSame() {
    story.comply(
        List.of(story.begun.getFirst()), Given.round(story.ensemble, Given.offer(Given.A, 2)));
    assertThat(story.machine.view().status()).isEqualTo(DeploymentStatus.RUNNING);
    assertThat(story.state("n1-standby-1.a").provider()).isEmpty();
  }

  @Test
  void theEndOfWhatRunsIsTheEndOfAll() {
    run();
    var effects = story.ended("n1.a", 1, 1);
    assertThat(story.machine.view().status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(effects).hasAtLeastOneElementOfType(Effect.ShutDown.class);
  }
}
