package atoll.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.simulation.world.Adapters;
import atoll.simulation.world.Scenario;
import atoll.simulation.world.Trace;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seeds that once broke a law, by what went wrong in them. */
class KnownSeedsTest {
  @TempDir Path scratch;

  @ParameterizedTest(name = "{2}: seed {0}, {1}")
  @CsvSource({
    "134, CRASHES, a shutdown owed to a silent provider was forgotten in a crash",
    "34, CRASHES, a revert owed to a silent provider was forgotten in a crash",
    "235, DISKS, what was owed to a silent provider was forgotten in a crash",
  })
  void everyLawHoldsNow(long seed, Scenario scenario, String once) {
    var run = SeedRun.live(seed, scenario, Adapters.HONEST, new Trace(40), scratch);
    assertThat(run.violation()).as(() -> once + "\n" + Telling.of(run, true)).isEmpty();
  }
}
