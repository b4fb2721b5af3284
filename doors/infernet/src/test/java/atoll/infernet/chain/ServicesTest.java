package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.BlockTag;
import atoll.chain.Eth;
import atoll.chain.infernet.StateKeys;
import atoll.chain.infernet.World;
import java.math.BigInteger;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
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

  @Test
  void whatAServiceFailsAtInPassingIsNotGivenUp() throws Exception {
    var estimates = new AtomicInteger();
    var trials = new AtomicInteger();
    var troubled = new AtomicBoolean();
    begin(said ->
        troubled.get()
                && (said.contains("eth_call") && trials.incrementAndGet() < 20
                    || said.contains("eth_estimateGas") && estimates.incrementAndGet() < 5)
            ? OtherService.TROUBLED
            : said);
    troubled.set(true);
    long id = request("echo", 1);
    await60().until(() -> answers(id, 1) == 1);
    assertThat(estimates).hasValueGreaterThan(4);
    assertThat(container.bodies()).as("computed once").hasSize(1);
    assertThat(sentByNode()).isEqualTo(1);
  }

  @Test
  void toAnotherChainNothingIsDelivered() throws Exception {
    var chain = new AtomicReference<>(world.anvil.url());
    var looks = new AtomicInteger();
    begin(
        chain::get,
        said -> {
          if (said.contains("eth_getBlockByNumber")) looks.incrementAndGet();
          return said;
        });
    long id = request("echo", 1);
    await60().until(() -> answers(id, 1) == 1);
    // Chains for trying things that begin in the same second begin with the same block.
    long begun = world.anvil.rpc().get(Eth.block(new BlockTag.At(0))).orElseThrow().timestamp();
    await60().until(() -> clock.instant().getEpochSecond() > begun);
    try (var other = new World()) {
      // As when somebody starts a chain for trying things anew: all is where it was.
      var asking =
          other.make("RecordingCallback", World.words(other.at.registry(), other.user.address()));
      assertThat(asking.address).isEqualTo(consumer.address);
      chain.set(other.anvil.url());
      var ids = new ArrayList<Long>();
      for (int i = 0; i < 2; i++)
        ids.add(
            other
                .coordinator
                .event(
                    asking.does(
                        other.user,
                        "request",
                        "echo",
                        INPUT,
                        1,
                        NOBODY,
                        BigInteger.ZERO,
                        NOBODY,
                        NOBODY),
                    "SubscriptionCreated")
                .<Long>get(0));
      assertThat(ids).containsExactly(id, id + 1);
      int seen = looks.get();
      await60().until(() -> looks.get() > seen + 10);
      for (long one : ids)
        assertThat(
                other.coordinator.<Integer>asked(
                    "redundancyCount", (Object) StateKeys.interval(one, 1).bytes()))
            .isZero();
    }
    chain.set(world.anvil.url());
    long next = request("echo", 1);
    await60().until(() -> answers(next, 1) == 1);
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
    begin(() -> world.anvil.url(), hearing);
  }

  private void begin(Supplier<URI> chain, UnaryOperator<String> hearing) throws Exception {
    var service = new OtherService(chain, hearing);
    open.add(service);
    start("", container, "", service.url());
  }
}
