package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Services of chains differ in what they know of a block that is not there yet. */
class ServicesTest extends OnAnvil {
  private static final long PERIOD = 3600;
  private static final UnaryOperator<String> NO_PENDING =
      said -> said.contains("\"pending\"") ? OtherService.REFUSED : said;
  private static final UnaryOperator<String> LATEST_FOR_PENDING =
      said -> said.replace("\"pending\"", "\"latest\"");

  @Test
  void oneThatKnowsNoPendingBlockIsAskedAboutTheLatest() throws Exception {
    begin(NO_PENDING);
    long id = request("echo", 1);
    await60().until(() -> answers(id, 1) == 1);
    long next = request("echo", 1);
    await60().until(() -> answers(next, 1) == 1);
    assertThat(sentByNode()).isEqualTo(2);
  }

  @Test
  void anIntervalThatBeganAfterTheLatestBlockIsNotGivenUp() throws Exception {
    awaitTheFirstBlockOfAnInterval(NO_PENDING);
  }

  @Test
  void norIsItWhereTheServiceTakesTheLatestForThePendingOne() throws Exception {
    awaitTheFirstBlockOfAnInterval(LATEST_FOR_PENDING);
  }

  /** The node's clock is ahead of a chain whose blocks come seldom. */
  private void awaitTheFirstBlockOfAnInterval(UnaryOperator<String> hearing) throws Exception {
    var real = InstantSource.system();
    clock = () -> real.instant().plusSeconds(PERIOD + 100);
    begin(hearing);
    var subscriber = subscriber();
    long id = subscribe(subscriber, "echo", 1, PERIOD);
    await60().until(() -> !container.bodies().isEmpty());
    assertThat(world.anvil.now()).isLessThan(terms(id).activeAt());
    assertThat(answers(id, 1)).isZero();
    world.anvil.goTo(terms(id).activeAt());
    await60().until(() -> answers(id, 1) == 1);
    assertThat(container.bodies()).as("computed once").hasSize(1);
    assertThat(sentByNode()).isEqualTo(1);
  }

  private void begin(UnaryOperator<String> hearing) throws Exception {
    var service = new OtherService(world.anvil.url(), hearing);
    open.add(service);
    start("", container, "", service.url());
  }
}
