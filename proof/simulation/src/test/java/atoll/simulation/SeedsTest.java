package atoll.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.simulation.world.Scenario;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The short form of {@code ./simulate}: some seeds in each scenario. */
class SeedsTest {
  private static final int SEEDS = 4;

  @TempDir Path scratch;

  @ParameterizedTest
  @EnumSource
  void everyLawHolds(Scenario scenario) throws InterruptedException {
    var campaign =
        new Campaign(
            1,
            SEEDS,
            Optional.of(scenario),
            1,
            scratch,
            run -> System.out.println(Telling.of(run, true)));
    assertThat(campaign.run().failures()).as("laws broken, see the output").isZero();
  }
}
