package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.infernet.World;
import atoll.chain.infernet.World.Contract;
import atoll.infernet.InfernetNode;
import atoll.infernet.StubContainer;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A whole node that works for nothing less than what it costs (Infernet §9.9). */
class ProfitTest extends OnAnvil {
  private static final BigInteger GWEI = BigInteger.TEN.pow(9);
  private static final String LOSS = "does not cover gas";

  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final AtomicInteger estimates = new AtomicInteger();
  private Contract payer;
  private Contract earner;
  private OtherService service;

  @BeforeEach
  void beginPaid() throws Exception {
    var real = InstantSource.system();
    clock = () -> real.instant().plus(ahead.get());
    payer = world.wallet(world.user);
    earner = world.wallet(world.node);
    world.pay(payer.address, World.ETHER);
    payer.does(world.user, "approve", consumer.address, NOBODY, World.ETHER);
    service =
        new OtherService(
            world.anvil::url,
            said -> {
              if (said.contains("eth_estimateGas")) estimates.incrementAndGet();
              return said;
            });
    open.add(service);
  }

  @Test
  @DisplayName("§9.9: what does not cover its gas waits uncomputed until gas is cheap enough")
  void itWaitsUntilItPays() throws Exception {
    long id = pay(World.ETHER.divide(BigInteger.valueOf(100)), payer);
    long free = request("echo", 1);
    gasCosts(400);
    var node = begin(container);
    await60().until(() -> report(node, id).contains(LOSS));
    assertThat(report(node, id)).contains("\"waiting\"", "less the protocol's fee");
    assertThat(report(node, free)).contains("\"ignored\"", "a payment of nothing " + LOSS);
    for (int i = 0; i < 2; i++) lookAgain(node, id);
    assertThat(estimates).as("known from the first look").hasValue(1);
    assertThat(container.bodies()).isEmpty();
    gasCosts(1);
    awaitAnswer(id);
    assertThat(answers(free, 1)).isZero();
  }

  @Test
  @DisplayName("§9.9: an answer that turns out to cost more is kept, and sent when it pays")
  void whatIsComputedIsNotSentAtALoss() throws Exception {
    var large = FIVE.replace("\"0405\"", "\"" + "ab".repeat(40_000) + "\"");
    try (var verbose =
        StubContainer.that((exchange, _) -> StubContainer.json(exchange, 200, large))) {
      // Enough for some 600,000 units of gas, of which a small answer needs less than half.
      long id = pay(GWEI.multiply(BigInteger.valueOf(100 * 600_000L)), payer);
      gasCosts(85);
      var node = begin(verbose);
      await60().until(() -> report(node, id).contains(LOSS));
      assertThat(verbose.bodies()).hasSize(1);
      lookAgain(node, id);
      assertThat(sentByNode()).as("a wallet alone").isEqualTo(1);
      gasCosts(1);
      awaitAnswer(id);
      assertThat(verbose.bodies()).as("computed once").hasSize(1);
    }
  }

  @Test
  @DisplayName("§9.9: what is paid in another token cannot be compared, and is served")
  void tokensPass() throws Exception {
    var token = world.make("PlainToken", new byte[0]);
    token.does(world.user, "mint", payer.address, BigInteger.TEN);
    payer.does(world.user, "approve", consumer.address, token.address, BigInteger.TEN);
    long id = pay(BigInteger.TEN, token.address, payer.address, NOBODY);
    gasCosts(400);
    begin(container);
    await60().until(() -> answers(id, 1) == 1);
  }

  @Test
  void withoutTheKeyALossIsServedAsTheOriginalDoes() throws Exception {
    long id = pay(BigInteger.ONE, payer);
    start(",\"payment_address\":\"" + earner.address + "\"");
    await60().until(() -> answers(id, 1) == 1);
  }

  private InfernetNode begin(StubContainer echo) throws Exception {
    return start(
        ",\"require_profit\":true,\"payment_address\":\"" + earner.address + "\"",
        echo,
        "",
        service.url());
  }

  private void gasCosts(long gwei) throws InterruptedException {
    var wei = "0x" + GWEI.multiply(BigInteger.valueOf(gwei)).toString(16);
    world.anvil.command("anvil_setNextBlockBaseFeePerGas", wei);
    world.anvil.command("evm_mine");
    world.anvil.command("anvil_setNextBlockBaseFeePerGas", wei);
  }

  /** Returns when it was looked at after its pause. */
  private void lookAgain(InfernetNode node, long id) throws Exception {
    var before = report(node, id);
    ahead.updateAndGet(by -> by.plusSeconds(31));
    await60().until(() -> !report(node, id).equals(before));
    assertThat(report(node, id)).contains(LOSS);
  }

  /** The price that is known may be some seconds old, so more than one look may be needed. */
  private void awaitAnswer(long id) {
    await60()
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> {
          ahead.updateAndGet(by -> by.plusSeconds(31));
          return answers(id, 1) == 1;
        });
  }
}
