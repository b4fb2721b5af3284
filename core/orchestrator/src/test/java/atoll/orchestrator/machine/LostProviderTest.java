package atoll.orchestrator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.Handle;
import atoll.kernel.AllocationStatus;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.ErrorCode;
import atoll.protocol.StateReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What providers report, or do not, against what there should be. */
class LostProviderTest {
  private static final BidRound BOTH =
      Given.round(Given.services("0.5"), Given.offer(Given.A, 2), Given.offer(Given.B, 2));

  private static Story running(String ofNode) {
    var story = new Story(Given.onOneNode(List.of("a"), "", ofNode, ""));
    story.upToRunning(BOTH);
    return story;
  }

  private static Handle host(Story story) {
    return story.machine.providerOf(Given.allocation("n1.a")).orElseThrow();
  }

  private static Handle other(Story story) {
    return host(story).equals(Given.A) ? Given.B : Given.A;
  }

  private static List<Effect> report(Story story, Handle from, StateReport report) {
    var at = story.beat();
    return story.tell(
        new Signal.StateAnswered(
            story.later(), Given.provider(from), at, new Signal.Said.Report(report)));
  }

  private static StateReport has(Story story, AllocationStatus status, long run) {
    return new StateReport(
        true,
        "",
        1,
        false,
        new TreeMap<>(
            Map.of(
                "n1.a",
                new StateReport.Reported(
                    story.lease(Given.allocation("n1.a"), story.attempt()),
                    run,
                    status,
                    Optional.empty(),
                    status.ended() ? OptionalInt.of(3) : OptionalInt.empty(),
                    status.ended() ? "exit code 3" : "",
                    Given.A,
                    Map.of()))));
  }

  private static final StateReport NOTHING = new StateReport(true, "", 1, false, new TreeMap<>());

  @Test
  void everyProviderIsAskedWhatItHas() {
    var story = running("");
    story.beat();
    assertThat(story.asked)
        .hasAtLeastOneElementOfType(Effect.AskState.class)
        .hasAtLeastOneElementOfType(Effect.BeatAfter.class);
    var ask = (Effect.AskState) story.asked.getFirst();
    assertThat(ask.request().allocations()).containsOnlyKeys("n1.a");
    assertThat(ask.request().allocations().get("n1.a").run()).isEqualTo(1);
  }

  @Test
  void anEndWhoseReportWasLostIsSeenInTheState() {
    var story = running("");
    report(story, host(story), has(story, AllocationStatus.FAILED, 1));
    assertThat(story.state("n1.a").status()).isEqualTo(AllocationStatus.FAILED);
    assertThat(story.state("n1.a").exitCode()).hasValue(3);
    assertThat(story.machine.view().status()).isEqualTo(DeploymentStatus.FAILED);
  }

  @Test
  void whatIsFoundToRunAfterItsEndIsEnded() {
    var story = new Story(Given.onOneNode(List.of("a", "b"), "", "", ""));
    story.upToRunning(BOTH);
    story.ended("n1.a", 1);
    var effects =
        report(
            story,
            story.machine.providerOf(Given.allocation("n1.b")).orElseThrow(),
            has(story, AllocationStatus.RUNNING, 1));
    assertThat(effects)
        .filteredOn(Effect.ShutDown.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.ShutDown.class,
            end -> assertThat(end.request().allocation()).isEqualTo(Given.allocation("n1.a")));
  }

  @Test
  void aStartWhoseAnswerWasLostIsSeenInTheState() {
    var story = new Story(Given.onOneNode(List.of("a"), "", "", ""));
    story.upToStart(BOTH);
    report(story, host(story), has(story, AllocationStatus.RUNNING, 1));
    assertThat(story.machine.view().status()).isEqualTo(DeploymentStatus.RUNNING);
  }

  @Test
  void aStartThatWasLostIsSaidAgain() {
    var story = new Story(Given.onOneNode(List.of("a"), "", "", ""));
    story.upToStart(BOTH);
    assertThat(report(story, host(story), has(story, AllocationStatus.PENDING, 0))).isEmpty();
    story.beat();
    story.beat();
    assertThat(report(story, host(story), has(story, AllocationStatus.PENDING, 0)))
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.Start.class, start -> assertThat(start.request().run()).isEqualTo(1));
  }

  @Test
  void whatAProviderCouldNotKnowYetIsNotHeldAgainstIt() {
    var story = new Story(Given.onOneNode(List.of("a"), "", "", ""));
    var before = story.beat();
    story.upToRunning(BOTH);
    story.tell(
        new Signal.StateAnswered(
            story.later(), Given.provider(host(story)), before, new Signal.Said.Report(NOTHING)));
    assertThat(story.state("n1.a").status()).isEqualTo(AllocationStatus.RUNNING);
  }

  @Test
  void oneMissIsNoLossAndThreeInARowAre() {
    var story = running(", failure_recovery: redeploy");
    var host = host(story);
    for (int i = 0; i < 5; i++) {
      for (int miss = 1; miss < Timeouts.MISSES; miss++)
        story.tell(
            new Signal.StateAnswered(
                story.later(), Given.provider(host), story.beat(), new Signal.Said.Nothing()));
      report(story, host, has(story, AllocationStatus.RUNNING, 1));
    }
    assertThat(host(story)).isEqualTo(host);
    assertThat(story.silence(host)).hasAtLeastOneElementOfType(Effect.CollectBids.class);
  }

  @Test
  void aLostNodeIsPlacedElsewhereUnderANewEpoch() {
    var story = running(", failure_recovery: redeploy");
    var lost = host(story);
    var survivor = other(story);
    long before = story.machine.course.epoch;
    var effects = story.silence(lost);
    assertThat(effects)
        .filteredOn(Effect.CollectBids.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.CollectBids.class,
            collect -> {
              assertThat(collect.silent()).containsExactly(Given.provider(lost));
              assertThat(collect.patience()).isEqualTo(Timeouts.URGENT_BIDS);
            });
    story.comply(effects, Given.round(story.ensemble, Given.offer(survivor, 2)));
    assertThat(host(story)).isEqualTo(survivor);
    assertThat(story.state("n1.a").status()).isEqualTo(AllocationStatus.RUNNING);
    assertThat(story.machine.course.epoch).isGreaterThan(before);
  }

  @Test
  void aLostProviderThatReturnsIsToldThatItHasNothing() {
    var story = running(", failure_recovery: redeploy");
    var lost = host(story);
    var survivor = other(story);
    story.comply(story.silence(lost), Given.round(story.ensemble, Given.offer(survivor, 2)));
    story.beat();
    assertThat(story.asked)
        .filteredOn(Effect.AskState.class::isInstance)
        .map(Effect.AskState.class::cast)
        .filteredOn(ask -> ask.handle().equals(lost))
        .singleElement()
        .satisfies(ask -> assertThat(ask.request().allocations()).isEmpty());
    report(story, lost, NOTHING);
    story.beat();
    assertThat(story.asked)
        .filteredOn(Effect.AskState.class::isInstance)
        .map(Effect.AskState.class::cast)
        .noneMatch(ask -> ask.handle().equals(lost));
  }

  @Test
  void aNodeThatStaysDownKeepsItsPlace() {
    var story = running("");
    var lost = host(story);
    assertThat(story.silence(lost)).noneMatch(Effect.CollectBids.class::isInstance);
    assertThat(host(story)).isEqualTo(lost);
    report(story, lost, has(story, AllocationStatus.RUNNING, 1));
    assertThat(story.state("n1.a").status()).isEqualTo(AllocationStatus.RUNNING);
  }

  @Test
  void aNodeThatStaysDownHasFailedWhenItsProviderDoesNotReturn() {
    var story = running("");
    var lost = host(story);
    story.silence(lost);
    story.waitFor(Timeouts.RETURN.minusSeconds(10));
    story.beat();
    assertThat(story.state("n1.a").status()).isEqualTo(AllocationStatus.RUNNING);
    story.waitFor(java.time.Duration.ofSeconds(10));
    story.beat();
    assertThat(story.asked).hasAtLeastOneElementOfType(Effect.ShutDown.class);
    assertThat(story.state("n1.a").status()).isEqualTo(AllocationStatus.FAILED);
    assertThat(story.machine.view().status()).isEqualTo(DeploymentStatus.FAILED);
  }

  @Test
  void aProviderThatNeverAnswersSuchQuestionsIsNotLost() {
    var story = running(", failure_recovery: redeploy");
    var said = new Signal.Said.Refusal(ErrorCode.UNKNOWN_BEHAVIOUR, "v0.5");
    for (int i = 0; i < 10; i++)
      assertThat(
              story.tell(
                  new Signal.StateAnswered(
                      story.later(), Given.provider(host(story)), story.beat(), said)))
          .isEmpty();
  }

  @Test
  void aProviderThatLostItsMemoryHasLostWhatItHad() {
    var story = running(", failure_recovery: redeploy");
    var host = host(story);
    report(story, host, has(story, AllocationStatus.RUNNING, 1));
    var said = new Signal.Said.Refusal(ErrorCode.UNKNOWN_BEHAVIOUR, "who are you?");
    for (int i = 0; i < Timeouts.MISSES; i++)
      story.tell(new Signal.StateAnswered(story.later(), Given.provider(host), story.beat(), said));
    assertThat(story.state("n1.a").status()).isEqualTo(AllocationStatus.PENDING);
  }

  private static boolean isAsked(Story story, Handle provider) {
    story.beat();
    return story.asked.stream()
        .anyMatch(e -> e instanceof Effect.AskState ask && ask.handle().equals(provider));
  }

  @Test
  void whoKnowsNothingOfWhatItIsToEndIsNotAskedForEver() {
    var story = running(", failure_recovery: redeploy");
    var lost = host(story);
    var survivor = other(story);
    story.comply(story.silence(lost), Given.round(story.ensemble, Given.offer(survivor, 2)));
    var said = new Signal.Said.Refusal(ErrorCode.UNKNOWN_BEHAVIOUR, "who are you?");
    for (int times = 1; times <= Timeouts.MISSES; times++) {
      assertThat(isAsked(story, lost)).as("it may only be booting").isTrue();
      story.tell(new Signal.StateAnswered(story.later(), Given.provider(lost), story.beat(), said));
    }
    assertThat(isAsked(story, lost)).isFalse();
    assertThat(story.state("n1.a").status()).isEqualTo(AllocationStatus.RUNNING);
  }

  @Test
  void aLongLostNodeThatStaysDownIsLeftOutAndItsProviderToldToEndItOnReturn() {
    var story = new Story(Given.services("1.5", "1.5")); // each fills a machine
    story.upToRunning(
        Given.round(story.ensemble, Given.offer(Given.A, 2), Given.offer(Given.B, 2)));
    var lost = story.machine.providerOf(Given.allocation("n1.s1")).orElseThrow();
    story.silence(lost);
    story.waitFor(Timeouts.RETURN);
    story.beat();
    assertThat(story.state("n1.s1").status()).isEqualTo(AllocationStatus.FAILED);
    assertThat(story.state("n1.s1").reason().orElseThrow()).contains("has not answered");
    assertThat(story.state("n2.s2").status()).isEqualTo(AllocationStatus.RUNNING);
    assertThat(story.machine.view().status()).isEqualTo(DeploymentStatus.RUNNING);
    story.beat();
    assertThat(story.asked)
        .filteredOn(e -> e instanceof Effect.AskState ask && ask.handle().equals(lost))
        .map(Effect.AskState.class::cast)
        .singleElement()
        .satisfies(ask -> assertThat(ask.request().allocations()).isEmpty());
    var again = new TreeMap<String, StateReport.Reported>();
    again.put(
        "n1.s1",
        new StateReport.Reported(
            Requests.lease(Given.allocation("n1.s1"), 1),
            1,
            AllocationStatus.RUNNING,
            Optional.of(Given.T0),
            OptionalInt.empty(),
            "",
            lost,
            Map.of()));
    report(story, lost, new StateReport(true, "", 1, false, again));
    assertThat(isAsked(story, lost)).as("it has not ended it yet").isTrue();
    report(story, lost, NOTHING);
    assertThat(isAsked(story, lost)).isFalse();
    assertThat(story.state("n1.s1").status()).isEqualTo(AllocationStatus.FAILED);
  }
}
