package atoll.orchestrator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.ensemble.Ensemble;
import atoll.kernel.AllocationStatus;
import atoll.kernel.DeploymentStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A running deployment on its way to another ensemble (DMS §7.10, §15.3.5). */
class ChangeTest {
  private static final BidRound BOTH = round(2);

  private static BidRound round(int freeOnB) {
    return Given.round(
        Given.services("0.5", "0.5", "0.5"),
        Given.offer(Given.A, 2),
        Given.offer(Given.B, freeOnB));
  }

  private static Story running(Ensemble ensemble) {
    var story = new Story(ensemble);
    story.upToRunning(BOTH);
    assertThat(story.machine.view().status()).isEqualTo(DeploymentStatus.RUNNING);
    return story;
  }

  private static List<Effect> update(Story story, Ensemble target) {
    var at = story.later();
    return story.tell(new Signal.UpdateAsked(at, target, at.plus(Duration.ofMinutes(5))));
  }

  /** Time goes by, and whatever is asked is done, until the change is over. */
  private static void finish(Story story, List<Effect> effects, BidRound round) {
    story.comply(effects, round);
    for (int i = 0; i < 200 && story.machine.view().status() == DeploymentStatus.UPDATING; i++)
      story.comply(story.waitFor(Duration.ofSeconds(2)), round);
    assertThat(story.machine.view().status()).isEqualTo(DeploymentStatus.RUNNING);
  }

  private static String lastDetail(Story story) {
    return story.events.stream()
        .filter(DeploymentEvent.StatusChanged.class::isInstance)
        .map(DeploymentEvent.StatusChanged.class::cast)
        .reduce((_, last) -> last)
        .orElseThrow()
        .detail();
  }

  @Test
  void whatIsTheSameIsNotTouched() {
    var story = running(Given.services("0.5", "0.5"));
    var before = story.machine.view().allocations();
    assertThat(update(story, Given.services("0.5", "0.5"))).noneMatch(ChangeTest::touches);
    assertThat(story.machine.view().status()).isEqualTo(DeploymentStatus.RUNNING);
    assertThat(story.machine.view().allocations()).isEqualTo(before);
  }

  private static boolean touches(Effect effect) {
    return effect instanceof Effect.ShutDown
        || effect instanceof Effect.Start
        || effect instanceof Effect.Commit;
  }

  @Test
  void aNodeThatIsGoneEndsAndTheOthersGoOn() {
    var story = running(Given.services("0.5", "0.5"));
    var effects = update(story, Given.services("0.5"));
    assertThat(effects)
        .filteredOn(Effect.ShutDown.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.ShutDown.class,
            down -> assertThat(down.request().allocation()).isEqualTo(Given.allocation("n2.s2")));
    assertThat(story.machine.view().allocations()).hasSize(1);
    assertThat(story.state("n1.s1").run()).isEqualTo(1);
  }

  @Test
  void aNewNodeRunsBeforeAnythingElseChanges() {
    var story = running(Given.services("0.5"));
    var effects = update(story, Given.services("0.5", "0.5"));
    assertThat(effects).hasAtLeastOneElementOfType(Effect.CollectBids.class);
    finish(story, effects, BOTH);
    assertThat(story.state("n2.s2").status()).isEqualTo(AllocationStatus.RUNNING);
    assertThat(story.state("n1.s1").run()).isEqualTo(1);
    assertThat(lastDetail(story)).isEqualTo("changed");
  }

  @Test
  void whatChangesRunsElsewhereBeforeItEndsHere() {
    var story = running(Given.services("0.5"));
    var old = story.state("n1.s1").provider().orElseThrow();
    var effects = update(story, Given.services("0.75"));
    assertThat(effects).noneMatch(Effect.ShutDown.class::isInstance);
    finish(story, effects, BOTH);
    assertThat(story.state("n1.s1").provider().orElseThrow()).isNotEqualTo(old);
    assertThat(story.machine.course.fleet.owes(old)).isTrue();
  }

  @Test
  void withoutRoomElsewhereItChangesInItsPlace() {
    var story = new Story(Given.services("0.5"));
    story.upToRunning(Given.round(story.ensemble, Given.offer(Given.A, 2)));
    var effects = update(story, Given.services("0.75"));
    finish(story, effects, Given.round(story.ensemble, Given.offer(Given.A, 1)));
    assertThat(story.state("n1.s1").provider()).contains(Given.provider(Given.A));
    assertThat(story.machine.course.attempt).isGreaterThan(1);
    assertThat(lastDetail(story)).isEqualTo("changed");
  }

  @Test
  void onlyWhatChangedOfANodeIsStartedAgain() {
    var story = running(Given.onOneNode(List.of("a", "b"), "", "", ""));
    var target =
        Given.onOneNode(
            List.of("a", "b"), Map.of("b", ", failure_recovery: one_for_one"), "", "", "");
    var before = story.state("n1.a");
    finish(story, update(story, target), BOTH);
    assertThat(story.state("n1.a")).isEqualTo(before);
    assertThat(story.machine.course.fleet.at(before.id().node()).orElseThrow().allocations)
        .extracting(p -> p.attempt)
        .doesNotHaveDuplicates();
  }

  @Test
  void ifTheNewOneDoesNotStartWhatRanBeforeGoesOn() {
    var story = running(Given.services("0.5"));
    var old = story.state("n1.s1");
    var effects = update(story, Given.services("0.75"));
    while (true) {
      var start = effects.stream().filter(Effect.Start.class::isInstance).findFirst();
      if (start.isPresent()) {
        var failing = (Effect.Start) start.get();
        effects =
            story.tell(
                new Signal.StartAnswered(
                    story.later(),
                    failing.attempt(),
                    failing.id(),
                    failing.request().run(),
                    Optional.of("no such image")));
        break;
      }
      effects = answerFirst(story, effects);
    }
    finish(story, effects, BOTH);
    assertThat(story.state("n1.s1")).isEqualTo(old);
    assertThat(story.machine.course.asked).isEqualTo(Given.services("0.5"));
    assertThat(lastDetail(story)).startsWith("not changed: ").contains("no such image");
  }

  private static List<Effect> answerFirst(Story story, List<Effect> effects) {
    return switch (effects.stream()
        .filter(e ->
            e instanceof Effect.CollectBids
                || e instanceof Effect.Commit
                || e instanceof Effect.Allocate)
        .findFirst()
        .orElseThrow()) {
      case Effect.CollectBids _ -> story.bids(BOTH);
      case Effect.Commit commit ->
          story.tell(
              new Signal.CommitAnswered(
                  story.later(),
                  commit.attempt(),
                  commit.request().allocation(),
                  Optional.empty(),
                  Map.of()));
      case Effect.Allocate allocate ->
          story.tell(
              new Signal.AllocateAnswered(
                  story.later(),
                  allocate.attempt(),
                  allocate.request().node(),
                  Optional.empty(),
                  Map.of(allocate.request().allocations().firstEntry().getKey(), Given.A)));
      default -> throw new AssertionError(effects);
    };
  }

  @Test
  void aNewNodeThatFindsNoRoomInTimeChangesNothing() {
    var story = running(Given.services("0.5"));
    var old = story.state("n1.s1");
    var at = story.later();
    var effects =
        story.tell(
            new Signal.UpdateAsked(
                at, Given.services("0.5", "2"), at.plus(Duration.ofSeconds(30))));
    var full = Given.round(story.ensemble, Given.offer(Given.A, 1), Given.offer(Given.B, 1));
    assertThat(effects).hasAtLeastOneElementOfType(Effect.CollectBids.class);
    story.bids(full);
    story.tell(new Signal.Woken(at.plusSeconds(30)));
    assertThat(story.machine.view().status()).isEqualTo(DeploymentStatus.RUNNING);
    assertThat(story.state("n1.s1")).isEqualTo(old);
    assertThat(story.machine.view().allocations()).hasSize(1);
    assertThat(lastDetail(story)).startsWith("not changed: ").contains("no room in time");
  }

  @Test
  void aChangeThatWasCutOffGoesOn() {
    var story = running(Given.services("0.5", "0.5"));
    var effects = update(story, Given.services("0.75", "0.5", "0.5"));
    assertThat(effects).isNotEmpty();
    var after = new Story(story);
    finish(after, after.begun, BOTH);
    assertThat(after.machine.view().allocations())
        .extracting(AllocationState::status)
        .containsOnly(AllocationStatus.RUNNING)
        .hasSize(3);
    assertThat(after.state("n2.s2").run()).isEqualTo(1);
  }

  @Test
  void aDrainedProvidersNodesMoveOnceTheirLikeIsWell() {
    var story = running(Given.services("0.5"));
    var from = story.state("n1.s1").provider().orElseThrow();
    var effects = story.tell(new Signal.DrainAsked(story.later(), from));
    assertThat(effects).noneMatch(Effect.ShutDown.class::isInstance);
    story.comply(effects, BOTH);
    assertThat(story.state("n1.s1").provider()).as("the old one until then").contains(from);
    story.comply(story.waitFor(Duration.ofSeconds(5)), BOTH);
    assertThat(story.state("n1.s1").provider().orElseThrow()).isNotEqualTo(from);
    assertThat(story.state("n1.s1").status()).isEqualTo(AllocationStatus.RUNNING);
  }

  @Test
  void aTaskComesToItsEndWhereItsProviderDrains() {
    var story =
        running(
            Given.parsed(
                """
                version: "V1"
                allocations:
                  t: {executor: "null", execution: {type: "null"}, type: task, %s}
                nodes:
                  n1: {allocations: [t]}
                """
                    .formatted(Given.resources("0.5"))));
    var from = story.state("n1.t").provider().orElseThrow();
    assertThat(story.tell(new Signal.DrainAsked(story.later(), from))).isEmpty();
    story.ended("n1.t", 0);
    assertThat(story.machine.view().status()).isEqualTo(DeploymentStatus.COMPLETED);
  }

  @Test
  void aChangeForgetsNoDeadlineInACrash() {
    var story = running(Given.services("0.5"));
    story.tell(
        new Signal.UpdateAsked(
            story.later(), Given.services("0.75"), Given.T0.plus(Duration.ofMinutes(1))));
    assertThat(new Story(story).begun).hasAtLeastOneElementOfType(Effect.WakeAfter.class);
  }

  @Test
  void whatDiffersIsToldBefore() {
    var story = running(Given.services("0.5", "0.5", "0.5"));
    var target = Given.services("0.5", "0.75");
    var difference = Difference.between(story.machine.course, target);
    assertThat(difference.kept()).containsExactly("n1.s1");
    assertThat(difference.replaced()).containsExactly("n2.s2");
    assertThat(difference.ended()).containsExactly("n3.s3");
    assertThat(difference.added()).isEmpty();
  }
}
