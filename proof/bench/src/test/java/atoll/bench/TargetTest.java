package atoll.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The figures to reach are those that were agreed on, and each is measured. */
class TargetTest {
  private static final String AGREED =
      """
      cold-clone s <= 60
      first-result s <= 3
      dev-ready s <= 3
      cli-start ms <= 200
      capability.cold us <= 400
      capability.warm us <= 2
      envelope per_s >= 20000
      placement per_s >= 20000
      gang ms <= 1000
      explain ms <= 50
      wasm-start ms <= 20
      docker-overhead percent <= 15
      journal times >= 8
      reopen s <= 2
      crash cycles >= 1000
      placement-durable per_s >= 5000
      infernet.accepted per_s >= 8000
      infernet.container percent >= 80
      infernet.decided ms <= 100
      infernet.lookup ms <= 1
      infernet-memory MB <= 300
      """;

  @Test
  void theTableIsTheAgreedOne() {
    assertThat(Target.all().stream().map(TargetTest::line).collect(Collectors.joining()))
        .isEqualTo(AGREED);
  }

  @Test
  void everyFigureHasABenchAndEveryBenchAFigure() {
    assertThat(Benches.all().sequencedKeySet())
        .containsExactlyElementsOf(Target.all().stream().map(Target::bench).distinct().toList());
  }

  @Test
  void aFigureIsReachedOnItsOwnSide() {
    assertThat(Target.named("cli-start").isReachedBy(200)).isTrue();
    assertThat(Target.named("cli-start").isReachedBy(201)).isFalse();
    assertThat(Target.named("envelope").isReachedBy(20_000)).isTrue();
    assertThat(Target.named("envelope").isReachedBy(19_999)).isFalse();
  }

  @Test
  void whatIsNotInTheTableCannotBeMeasured() {
    assertThatThrownBy(() -> Target.named("capability")).hasMessageContaining("capability");
  }

  private static String line(Target target) {
    return "%s %s %s %.0f\n"
        .formatted(target.name(), target.unit(), target.bound().sign(), target.figure());
  }
}
