package atoll.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atoll.acceptance.terminal.Checkout;
import atoll.acceptance.terminal.Docker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A network of real processes and containers that is killed fifty times, at random points, while a
 * user goes on asking. Nothing acknowledged may be missing, nothing may run twice, no capacity may
 * leak, and nobody repairs anything by hand.
 */
@ExtendWith(Checkout.Shared.class)
@Timeout(1800)
class ManyKillsTest {
  private static final int KILLS = Integer.getInteger("atoll.kills", 50);
  private static final Duration LONGEST_LIFE = Duration.ofMillis(2500);
  private static final Duration SETTLED = Duration.ofMinutes(5);

  private final Checkout checkout;

  ManyKillsTest(Checkout checkout) {
    this.checkout = checkout;
    var _ = new Docker(checkout.shell()).required();
  }

  @Test
  void whateverIsKilledNothingIsLostAndNothingRunsTwice() throws Exception {
    var shell = checkout.shell();
    shell.type("examples/web/build-image").exits(0);
    long seed = Long.getLong("atoll.seed", new Random().nextLong());
    var random = new Random(seed);
    var engine = Engine.from(shell);
    var population = new Population(random);
    Path data = Files.createTempDirectory(checkout.folder("kept"), "many-");
    try (var reaper = Executors.newSingleThreadScheduledExecutor()) {
      for (int kill = 0; kill < KILLS; kill++)
        try (var network = KeptNetwork.start(shell, data)) {
          population.check(network.api());
          var _ =
              reaper.schedule(
                  () -> network.dev().running().signal("KILL"),
                  random.nextLong(LONGEST_LIFE.toMillis()),
                  TimeUnit.MILLISECONDS);
          population.live(network.api());
          network.kill();
        }
      try (var network = KeptNetwork.start(shell, data)) {
        population.check(network.api());
        await()
            .atMost(SETTLED)
            .untilAsserted(
                () -> assertThat(population.end(network.api())).isEqualTo(Optional.empty()));
        await()
            .atMost(SETTLED)
            .untilAsserted(() ->
                assertThat(network.api().providers())
                    .allSatisfy(p -> assertThat(p.free()).isEqualTo(p.total())));
      }
    } catch (AssertionError e) {
      throw new AssertionError("with -Datoll.seed=" + seed + ": " + e.getMessage(), e);
    }
    for (var id : population.all())
      assertThat(engine.starts(id.value()).values())
          .as("starts of the containers of " + id)
          .allMatch(times -> times == 1);
    System.out.printf(
        "%d kills, %d acknowledgements, %d answers lost, none of the former missing%n",
        KILLS, population.acknowledgements(), population.lost());
  }
}
