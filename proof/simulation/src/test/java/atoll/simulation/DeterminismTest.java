package atoll.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.simulation.world.Adapters;
import atoll.simulation.world.Scenario;
import atoll.simulation.world.Trace;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A seed decides everything: what is lived twice is the same twice, line by line. */
class DeterminismTest {
  private static final long SEED = 11;

  @TempDir Path scratch;

  @ParameterizedTest
  @EnumSource
  void theSameSeedLivesTheSameLife(Scenario scenario) {
    var once = live(SEED, scenario);
    var again = live(SEED, scenario);
    assertThat(again.lines()).isNotEmpty().isEqualTo(once.lines());
    assertThat(again.hash()).isEqualTo(once.hash());
  }

  @ParameterizedTest
  @EnumSource
  void anotherSeedLivesAnotherLife(Scenario scenario) {
    assertThat(live(SEED + 1, scenario).hash()).isNotEqualTo(live(SEED, scenario).hash());
  }

  private Trace live(long seed, Scenario scenario) {
    var trace = new Trace(0);
    var _ = SeedRun.live(seed, scenario, Adapters.HONEST, trace, scratch);
    return trace;
  }
}
