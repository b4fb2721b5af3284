package atoll.orchestrator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.AllocationStatus;
import atoll.kernel.DeploymentStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What follows when something fails (DMS §6.3, §6.4, §6.7, §15.3.4). */
class SupervisionTest {
  private static final BidRound BOTH =
      Given.round(Given.services("0.5"), Given.offer(Given.A, 2), Given.offer(Given.B, 2));

  private static Story running(List<String> names, String more, String ofNode, String ofFile) {
    var story = new Story(Given.onOneNode(names, more, ofNode, ofFile));
    story.upToRunning(BOTH);
    assertThat(story.machine.view().status()).isEqualTo(DeploymentStatus.RUNNING);
    return story;
  }

  private static List<String> started(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Start.class::isInstance)
        .map(Effect.Start.class::cast)
        .map(start -> start.id().allocation() + "#" + start.request().run())
        .toList();
  }

  @Test
  void whatStaysDownStaysDown() {
    var story = running(List.of("a", "b"), "", "", "");
    assertThat(started(story.ended("n1.a", 1))).isEmpty();
    assertThat(story.state("n1.a").status()).isEqualTo(AllocationStatus.FAILED);
    assertThat(story.machine.view().status()).isEqualTo(DeploymentStatus.RUNNING);
  }

  @Test
  void oneForOneStartsTheFailedOneAgain() {
    var story = running(List.of("a", "b"), ", failure_recovery: one_for_one", "", "");
    assertThat(started(story.ended("n1.a", 1))).containsExactly("a#2");
    assertThat(story.state("n1.a").status()).isEqualTo(AllocationStatus.PENDING);
    story.started("n1.a");
    assertThat(story.state("n1.a").status()).isEqualTo(AllocationStatus.RUNNING);
    assertThat(story.state("n1.b").run()).isEqualTo(1);
  }

  @Test
  void aServiceThatExitsWithoutFailureIsStartedAgainToo() {
    var story = running(List.of("a"), ", failure_recovery: one_for_one", "", "");
    assertThat(started(story.ended("n1.a", 0))).containsExactly("a#2");
  }

  @Test
  void theEndOfAnOlderRunStartsNothing() {
    var story = running(List.of("a"), ", failure_recovery: one_for_one", "", "");
    story.ended("n1.a", 1);
    story.started("n1.a");
    var late =
        new atoll.protocol.TaskTermination(
            Given.allocation("n1.a"),
            AllocationStatus.FAILED,
            1,
            false,
            "",
            Optional.of(story.lease(Given.allocation("n1.a"), 1)),
            java.util.OptionalLong.of(1));
    assertThat(story.tell(new Signal.AllocationEnded(story.later(), late))).isEmpty();
    assertThat(story.state("n1.a").status()).isEqualTo(AllocationStatus.RUNNING);
  }

  @Test
  void aServiceThatCannotBeStartedWhereItIsIsPlacedAgain() {
    var story = running(List.of("a"), ", failure_recovery: one_for_one", "", "");
    story.ended("n1.a", 1);
    var effects = story.startFailed("n1.a", "no such image");
    assertThat(started(effects)).isEmpty();
    assertThat(effects).hasAtLeastOneElementOfType(Effect.ShutDown.class);
  }

  @Test
  void aTaskThatCannotBeStartedIsTriedAgainWhereItIsSinceItMayRunThereYet() {
    var story = running(List.of("a"), ", type: task, failure_recovery: one_for_one", "", "");
    story.ended("n1.a", 1);
    assertThat(story.startFailed("n1.a", "the engine is away"))
        .doesNotHaveAnyElementsOfTypes(Effect.ShutDown.class);
    assertThat(started(story.waitFor(Duration.ofMinutes(1)))).containsExactly("a#3");
  }

  @Test
  void unlessItsNodeIsToRunElsewhereAnyhow() {
    var story =
        running(
            List.of("a"),
            ", type: task, failure_recovery: one_for_one",
            ", failure_recovery: redeploy",
            "");
    story.ended("n1.a", 1);
    var effects = story.startFailed("n1.a", "the engine is away");
    assertThat(started(effects)).isEmpty();
    assertThat(effects).hasAtLeastOneElementOfType(Effect.ShutDown.class);
  }

  @Test
  void oneForAllStartsAllOfTheNodeAgain() {
    var story = running(List.of("a", "b", "c"), ", failure_recovery: one_for_all", "", "");
    assertThat(started(story.ended("n1.b", 1))).containsExactly("a#2", "b#2", "c#2");
  }

  @Test
  void restForOneStartsThoseAgainThatStartedLater() {
    var story = running(List.of("a", "b", "c"), ", failure_recovery: rest_for_one", "", "");
    assertThat(started(story.ended("n1.b", 1))).containsExactly("b#2", "c#2");
  }

  @Test
  void aTreeDecidesForWhatItHolds() {
    var tree =
        "supervisor: {strategy: RestForOne, allocations: [a, b], children: [{strategy: OneForOne,"
            + " allocations: [c]}]}\n";
    assertThat(started(running(List.of("a", "b", "c"), "", "", tree).ended("n1.b", 1)))
        .containsExactly("b#2", "c#2");
    assertThat(started(running(List.of("a", "b", "c"), "", "", tree).ended("n1.c", 1)))
        .containsExactly("c#2");
    var all = "supervisor: {strategy: AllForOne, allocations: [a, b, c]}\n";
    assertThat(started(running(List.of("a", "b", "c"), "", "", all).ended("n1.c", 1)))
        .containsExactly("a#2", "b#2", "c#2");
  }

  @Test
  void aSupervisorThatGivesUpFailsInTheOneAbove() {
    var tree =
        "supervisor: {strategy: AllForOne, allocations: [a], children: [{strategy: OneForOne,"
            + " allocations: [b], max_restarts: 1, within: 60s}]}\n";
    var story = running(List.of("a", "b"), "", "", tree);
    assertThat(started(story.ended("n1.b", 1))).containsExactly("b#2");
    story.started("n1.b");
    assertThat(started(story.ended("n1.b", 1))).containsExactly("a#2", "b#3");
  }

  @Test
  void eachRestartWaitsLongerThanTheOneBefore() {
    var tree =
        "supervisor: {strategy: OneForOne, allocations: [a], max_restarts: 10, within: 10m}\n";
    var story = running(List.of("a"), "", "", tree);
    assertThat(started(story.ended("n1.a", 1))).containsExactly("a#2");
    story.started("n1.a");
    assertThat(story.ended("n1.a", 1)).contains(new Effect.WakeAfter(Duration.ofSeconds(1)));
    assertThat(started(story.waitFor(Duration.ofMillis(500)))).isEmpty();
    assertThat(started(story.waitFor(Duration.ofMillis(600)))).containsExactly("a#3");
    story.started("n1.a");
    assertThat(story.ended("n1.a", 1)).contains(new Effect.WakeAfter(Duration.ofSeconds(2)));
  }

  @Test
  @DisplayName("A33: three failed checks restart exactly once; a success resets the counter")
  void anUnhealthyServiceIsStartedAgainOnce() {
    var check = ", healthcheck: {type: tcp, port: 80, interval: 10s, initial_delay: 5s}";
    var story = running(List.of("a"), check, "", "");
    assertThat(started(checks(story, false, false, true, false, false))).isEmpty();
    assertThat(started(checks(story, false))).containsExactly("a#2");
    assertThat(story.tell(checked(story, 1, false))).as("a late check of the old run").isEmpty();
    assertThat(story.started("n1.a")).hasAtLeastOneElementOfType(Effect.CheckHealth.class);
    assertThat(started(checks(story, false, false))).isEmpty();
    assertThat(story.state("n1.a").run()).isEqualTo(2);
  }

  private static List<Effect> checks(Story story, boolean... answers) {
    List<Effect> last = List.of();
    for (var healthy : answers) last = story.tell(checked(story, story.run("n1.a"), healthy));
    return last;
  }

  private static Signal checked(Story story, long run, boolean healthy) {
    return new Signal.HealthAnswered(
        story.later(),
        story.attempt(),
        Given.allocation("n1.a"),
        run,
        healthy ? Optional.empty() : Optional.of("connection refused"));
  }

  @Test
  void aNodeThatFailsTooOftenIsPlacedElsewhere() {
    var story =
        running(
            List.of("a"), ", failure_recovery: one_for_one", ", failure_recovery: redeploy", "");
    var first = story.state("n1.a").provider().orElseThrow();
    for (int i = 0; i < 3; i++) {
      story.ended("n1.a", 1);
      story.waitFor(Duration.ofSeconds(5));
      story.started("n1.a");
    }
    var effects = story.ended("n1.a", 1);
    assertThat(effects).hasAtLeastOneElementOfType(Effect.ShutDown.class);
    story.comply(effects, BOTH);
    assertThat(story.state("n1.a").status()).isEqualTo(AllocationStatus.RUNNING);
    assertThat(story.state("n1.a").provider().orElseThrow()).isNotEqualTo(first);
  }

  @Test
  void aNodeThatFailsWhileOthersStillStartIsPlacedElsewhere() {
    var story =
        new Story(Given.onOneNode(List.of("a", "b"), "", ", failure_recovery: redeploy", ""));
    story.upToStart(BOTH);
    var effects = story.ended("n1.a", 1);
    assertThat(story.machine.view().status()).isEqualTo(DeploymentStatus.PROVISIONING);
    assertThat(effects).hasAtLeastOneElementOfType(Effect.ShutDown.class);
    story.comply(effects, BOTH);
    assertThat(story.machine.view().status()).isEqualTo(DeploymentStatus.RUNNING);
    assertThat(story.state("n1.a").status()).isEqualTo(AllocationStatus.RUNNING);
    assertThat(story.state("n1.b").status()).isEqualTo(AllocationStatus.RUNNING);
  }

  @Test
  void whatFailsForEverIsTornDownOrFailsAtLast() {
    for (var strategy : List.of("teardown", "redeploy")) {
      var story =
          running(
              List.of("a"),
              ", failure_recovery: one_for_one",
              ", failure_recovery: redeploy",
              "escalation_strategy: " + strategy + "\n");
      int failures = 0;
      while (!story.machine.view().status().ended() && failures++ < 200) {
        story.comply(story.ended("n1.a", 1), BOTH);
        story.comply(story.waitFor(Duration.ofSeconds(1)), BOTH);
        story.comply(story.waitFor(Duration.ofSeconds(4)), BOTH);
      }
      assertThat(story.machine.view().status()).as(strategy).isEqualTo(DeploymentStatus.FAILED);
      assertThat(story.machine.view().failure().orElseThrow().message()).contains("n1");
      assertThat(failures).isBetween(strategy.equals("teardown") ? 5 : 20, 100);
      assertThat(story.events)
          .filteredOn(DeploymentEvent.Reverted.class::isInstance)
          .as("how often everything was given back and placed again")
          .hasSize(strategy.equals("teardown") ? 0 : 3);
    }
  }
}
