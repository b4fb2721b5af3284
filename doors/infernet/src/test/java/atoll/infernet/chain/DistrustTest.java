package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.infernet.World;
import atoll.infernet.InfernetNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A whole node and an owner whose contract takes gas and no answers (Infernet §9.9, TOB-6). */
class DistrustTest extends OnAnvil {
  private static final String BYPASSED = ",\"allowed_sim_errors\":[\"not today\", \"0x\"]";

  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  @Test
  @DisplayName("§9.9: who burnt nine transactions is not worked for until a pause ends; others are")
  void whoBurnsGasIsNotWorkedForAWhile() throws Exception {
    var real = InstantSource.system();
    clock = () -> real.instant().plus(ahead.get());
    var node = start(BYPASSED);
    consumer.does(world.user, "refuse", true);
    for (int i = 0; i < 3; i++) {
      long burning = request("echo", 1);
      awaitMining(() -> report(node, burning).matches("(?s).*\"(given_up|ended)\".*"));
    }
    assertThat(sentByNode()).isEqualTo(9);
    long held = request("echo", 1);
    awaitHeld(node, held);
    var other =
        world.make("RecordingCallback", World.words(world.at.registry(), world.user.address()));
    long free = request(other, "echo", 1);
    await60().until(() -> answers(free, 1) == 1);
    stop(node);
    var again = start(BYPASSED);
    awaitHeld(again, held);
    assertThat(sentByNode()).as("nine for nothing, and one for the other").isEqualTo(10);
    consumer.does(world.user, "refuse", false);
    ahead.set(Duration.ofSeconds(61));
    await60().until(() -> answers(held, 1) == 1);
    long next = request("echo", 1);
    await60().until(() -> answers(next, 1) == 1);
  }

  private void awaitHeld(InfernetNode node, long id) {
    await60()
        .until(() -> {
          var told = report(node, id);
          return told.contains("\"waiting\"")
              && told.contains("the last 9 deliveries to owner " + consumer.address);
        });
  }
}
