package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.chain.infernet.World;
import atoll.infernet.StubContainer;
import atoll.kernel.AtollException;
import java.math.BigInteger;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A whole node on a chain of its own, with the contracts of this project (Infernet §10). */
class ChainTest extends OnAnvil {
  @Test
  @DisplayName("check 21: a callback is computed and delivered, once")
  void callback() throws Exception {
    start("");
    long id = request("echo", 1);
    await60().until(() -> answers(id, 1) == 1);
    assertThat(container.bodies())
        .containsExactly(
            "{\"source\":0,\"destination\":0,\"data\":\"deadbeef\",\"requires_proof\":false}");
    var received = received();
    assertThat(received).hasSize(1);
    assertThat(hex(received.getFirst().get(5)))
        .startsWith("0x" + word("40") + word("80") + word("2") + "0405");
    assertThat(received.getFirst().<byte[]>get(6)).containsExactly(6);
  }

  @Test
  @DisplayName("check 22: what has not the five keys comes as text")
  void text() throws Exception {
    try (var hello =
        StubContainer.that(
            (exchange, _) -> StubContainer.json(exchange, 200, "{\"output\":\"hello\"}"))) {
      start("", hello);
      long id = request("echo", 1);
      await60().until(() -> answers(id, 1) == 1);
      assertThat(hex(received().getFirst().get(5)))
          .isEqualTo(
              "0x"
                  + word("20")
                  + word("13")
                  + "7b276f7574707574273a202768656c6c6f277d00000000000000000000000000");
    }
  }

  @Test
  @DisplayName("check 24: what this node cannot serve does not keep it from the next (QUIRK-11)")
  void unsupported() throws Exception {
    start("");
    var subscriber = subscriber();
    subscribe(subscriber, "nobody has this", 5, 3600);
    long id = request("echo", 1);
    await60().until(() -> answers(id, 1) == 1);
  }

  @Test
  @DisplayName("check 23: each interval once, also over a stop in between, and none after the last")
  void recurring() throws Exception {
    var node = start("");
    var subscriber = subscriber();
    long id = subscribe(subscriber, "echo", 2, 3600);
    long active = terms(id).activeAt();
    world.anvil.goTo(active);
    await60().until(() -> answers(id, 1) == 1);
    stop(node);
    start("");
    world.anvil.goTo(active + 3600);
    await60().until(() -> answers(id, 2) == 1);
    world.anvil.goTo(active + 7200);
    long callback = request("echo", 1);
    await60().until(() -> answers(callback, 1) == 1);
    assertThat(sentByNode()).isEqualTo(3);
    assertThat(container.bodies()).hasSize(3);
  }

  @Test
  @DisplayName("check 26: a payment is taken to the unit, and who cannot pay is waited for")
  void paid() throws Exception {
    world.fee.does(world.deployer, "updateFee", 500);
    var payer = world.wallet(world.user);
    var earner = world.wallet(world.node);
    var tenth = World.ETHER.divide(BigInteger.TEN);
    start(",\"payment_address\":\"" + earner.address + "\"");
    world.pay(payer.address, tenth.multiply(BigInteger.TWO));
    long unpaid = pay(tenth, payer);
    long free = request("echo", 1); // once it is answered, the other was looked at
    await60().until(() -> answers(free, 1) == 1);
    payer.does(world.user, "approve", consumer.address, NOBODY, tenth);
    long id = pay(tenth, payer);
    await60().until(() -> answers(id, 1) + answers(unpaid, 1) == 1);
    assertThat(world.balance(earner.address)).isEqualTo("90000000000000000");
    assertThat(world.balance(payer.address)).isEqualTo(tenth);
    assertThat(container.bodies()).hasSize(2);
  }

  @Test
  @DisplayName("check 25: a delegated subscription is made and answered in one transaction, once")
  void delegated() throws Exception {
    var node = start("");
    var delegated = delegated(7);
    var wrong = world.stranger.key().sign(delegated.digest(domain()));
    assertThat(post(node, delegated, wrong)).isEqualTo("{}\n");
    var signature = world.user.key().sign(delegated.digest(domain()));
    assertThat(post(node, delegated, signature)).isEqualTo("{}\n");
    await60().until(() -> made(7) != 0);
    assertThat(answers(made(7), 1)).isEqualTo(1);
    assertThat(container.bodies())
        .containsExactly(
            "{\"source\":1,\"destination\":0,\"data\":{\"x\":1},\"requires_proof\":false}");
    assertThat(post(node, delegated, signature)).isEqualTo("{}\n");
    long later = request("echo", 1);
    await60().until(() -> answers(later, 1) == 1);
    assertThat(sentByNode()).isEqualTo(2);
  }

  @Test
  void aDelegatedSubscriptionThatWasTakenSurvivesAStop() throws Exception {
    var frozen = new CountDownLatch(1);
    try (var slow =
        StubContainer.that((exchange, _) -> {
          try {
            frozen.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          StubContainer.json(exchange, 200, FIVE);
        })) {
      var node = start("", slow);
      var delegated = delegated(8);
      post(node, delegated, world.user.key().sign(delegated.digest(domain())));
      await60().until(() -> !slow.bodies().isEmpty());
      stop(node);
    }
    frozen.countDown();
    start("");
    await60().until(() -> made(8) != 0);
    assertThat(answers(made(8), 1)).isEqualTo(1);
  }

  @Test
  @DisplayName("check 28: what a consumer refuses costs no gas, and the node goes on")
  void refusing() throws Exception {
    start("");
    consumer.does(world.user, "refuse", true);
    long refused = request("echo", 1);
    await60().until(() -> !container.bodies().isEmpty());
    var other =
        world.make("RecordingCallback", World.words(world.at.registry(), world.user.address()));
    long id = request(other, "echo", 1);
    await60().until(() -> answers(id, 1) == 1);
    assertThat(answers(refused, 1)).isZero();
    assertThat(sentByNode()).isEqualTo(1);
  }

  @Test
  @DisplayName("check 28: what is reverted in a block is tried three times")
  void reverting() throws Exception {
    start(",\"allowed_sim_errors\":[\"not today\", \"0x\"]");
    consumer.does(world.user, "refuse", true);
    long id = request("echo", 1);
    awaitMining(() -> sentByNode() == 3);
    var other =
        world.make("RecordingCallback", World.words(world.at.registry(), world.user.address()));
    long next = request(other, "echo", 1);
    await60().until(() -> answers(next, 1) == 1);
    assertThat(answers(id, 1)).isZero();
    assertThat(sentByNode()).isEqualTo(4);
  }

  @Test
  void aDeliveryThatAReorganisationUndidIsMadeAgain() throws Exception {
    long id = request("echo", 1);
    var snapshot = world.anvil.command("evm_snapshot").stringValue();
    start("");
    await60().until(() -> answers(id, 1) == 1);
    // What came after the snapshot is gone, as in a reorganisation.
    world.anvil.command("evm_revert", snapshot);
    assertThat(answers(id, 1)).isZero();
    awaitMining(() -> answers(id, 1) == 1);
  }

  @Test
  void whatIsNoAddressOrKeyIsSaidWithItsName() {
    assertThatThrownBy(() -> start(",\"trusted_verifiers\":[\"0x1\"]"))
        .hasMessageContaining("chain.wallet.trusted_verifiers");
    assertThatThrownBy(() -> start(",\"payment_address\":\"0x1\""))
        .isInstanceOf(AtollException.class)
        .hasMessageContaining("chain.wallet.payment_address");
    assertThatThrownBy(() -> start(",\"private_key\":\"0xsecret\""))
        .hasMessageContaining("chain.wallet.private_key")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> start(",\"private_key\":\"0x...\",\"payment_address\":\"0x...\""))
        .hasMessageContaining("chain.wallet.private_key")
        .hasMessageContaining("chain.wallet.payment_address");
    assertThatThrownBy(() -> start(",\"max_gas_limit\":1"))
        .hasMessageContaining("chain.wallet.max_gas_limit");
  }
}
