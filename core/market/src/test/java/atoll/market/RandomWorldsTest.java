package atoll.market;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.NodeName;
import atoll.market.PlacementOutcome.NeedsMeasurement;
import atoll.market.PlacementOutcome.NotPlaced;
import atoll.market.PlacementOutcome.Placed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The search against a judge that tries everything; a failure names its seed. */
class RandomWorldsTest {
  private static final int SEEDS_AT_A_TIME = 250;

  static LongStream seeds() {
    return LongStream.range(0, 12).map(i -> i * SEEDS_AT_A_TIME);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsPlacedSatisfiesEverythingAndWhatIsRefusedCannotBePlaced(long from) {
    for (long seed = from; seed < from + SEEDS_AT_A_TIME; seed++) {
      var world = RandomWorld.seeded(seed, 5, 5);
      var judge = new BruteForce(world);
      switch (world.search(seed)) {
        case Placed(var placement) -> {
          assertThat(judge.problems(chosen(placement))).as("seed %d", seed).isEmpty();
          assertThat(placement.unmeasured()).as("seed %d", seed).isEmpty();
        }
        case NeedsMeasurement(var candidate, var links) -> {
          assertThat(judge.problems(chosen(candidate))).as("seed %d", seed).isEmpty();
          assertThat(links).as("seed %d", seed).isNotEmpty();
        }
        case NotPlaced(var refusal) -> {
          assertThat(judge.anyPlacement()).as("seed %d: %s", seed, refusal).isFalse();
          assertThat(refusal.gaveUp()).as("seed %d", seed).isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theOrderOfTheInputChangesNothing(long from) {
    for (long seed = from; seed < from + SEEDS_AT_A_TIME; seed++) {
      var world = RandomWorld.seeded(seed, 6, 12);
      assertThat(told(world.shuffled(seed).search(seed)))
          .as("seed %d", seed)
          .isEqualTo(told(world.search(seed)));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyFixReallyPlacesTheEnsemble(long from) {
    for (long seed = from; seed < from + SEEDS_AT_A_TIME; seed++) {
      var world = RandomWorld.seeded(seed, 4, 6);
      if (!(world.search(seed) instanceof NotPlaced(var refusal))) continue;
      if (refusal.fix().isEmpty()) continue;
      var fix = refusal.fix().get();
      var changed = new Request(world.demands(), world.edges()).with(fix.change());
      var again =
          PlacementSearch.search(
              changed.demands(),
              world.offers(),
              changed.edges(),
              Links.of(world.measured()),
              world.policy(),
              seed + 1);
      assertThat(again).as("seed %d: %s", seed, fix.sentence()).isNotInstanceOf(NotPlaced.class);
      if (!fix.linksToMeasure())
        assertThat(new BruteForce(world(world, changed)).anyPlacement()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyProviderThatWasNotChosenIsToldWhyAndNoneIsBetter(long from) {
    for (long seed = from; seed < from + SEEDS_AT_A_TIME; seed++) {
      var world = RandomWorld.seeded(seed, 5, 8);
      if (!(world.search(seed) instanceof Placed(var placement))) continue;
      var judge = new BruteForce(world);
      for (var demand : world.demands()) {
        var told = placement.explain(demand.node()).toList();
        assertThat(told).as("seed %d", seed).hasSize(world.offers().size() - 1);
        for (var explanation : told) {
          assertThat(explanation.reasons()).as("seed %d", seed).isNotEmpty();
          var moved = new HashMap<>(chosen(placement));
          moved.put(demand.node(), offer(world, explanation.provider()));
          boolean isChoice = explanation.reasons().getFirst().nature() == Reason.Nature.CHOICE;
          assertThat(judge.problems(moved).isEmpty())
              .as("seed %d, %s", seed, explanation)
              .isEqualTo(isChoice);
        }
      }
    }
  }

  @Test
  void smallSearchesArriveAtTheBestScoreThereIs() {
    for (long seed = 0; seed < 150; seed++) {
      var world = RandomWorld.seeded(seed, 3, 4);
      if (!(world.search(seed) instanceof Placed(var placement)) || !placement.isProvedBest())
        continue;
      for (long other = 100; other < 104; other++)
        if (world.search(other) instanceof Placed(var rival))
          assertThat(placement.score()).as("seed %d", seed).isGreaterThan(rival.score() - 1e-5);
    }
  }

  private static RandomWorld world(RandomWorld world, Request changed) {
    return new RandomWorld(
        changed.demands(), world.offers(), changed.edges(), world.measured(), world.policy());
  }

  private static Map<NodeName, Offer> chosen(Placement placement) {
    return placement.providers().keySet().stream()
        .collect(Collectors.toMap(node -> node, placement::offerFor));
  }

  private static Offer offer(RandomWorld world, ProviderId provider) {
    return world.offers().stream()
        .filter(o -> o.provider().equals(provider))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> told(PlacementOutcome outcome) {
    return switch (outcome) {
      case Placed(var placement) ->
          List.of(
              placement.toString(),
              placement.explain().map(Explanation::toString).toList().toString());
      case NeedsMeasurement(var candidate, var links) ->
          List.of(candidate.toString(), links.toString());
      case NotPlaced(var refusal) ->
          List.of(
              refusal.toString(), refusal.explain().map(Explanation::toString).toList().toString());
    };
  }
}
