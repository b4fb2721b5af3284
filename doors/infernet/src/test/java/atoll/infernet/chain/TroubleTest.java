package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.Addresses;
import atoll.chain.infernet.World;
import atoll.chain.infernet.World.Contract;
import atoll.infernet.StubContainer;
import com.esaulpaugh.headlong.abi.Address;
import com.esaulpaugh.headlong.abi.Tuple;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Proofs, other nodes, and everything that goes wrong around a node (Infernet §4, §9). */
class TroubleTest extends OnAnvil {
  private static final int VALID = 1;
  private static final int INVALID = 2;
  private static final BigInteger AMOUNT = BigInteger.valueOf(40_000_000);
  private static final BigInteger VERIFIER_FEE = BigInteger.valueOf(5_000_000);

  @Test
  @DisplayName("check 27: what a verifier may take is approved first, and paid back if it holds")
  void provenAndValid() throws Exception {
    var earned = proven(VALID, world.wallet(world.node), 1);
    assertThat(earned).isEqualTo(70_912_000);
    assertThat(sentByNode()).as("a wallet, an approval and two deliveries").isEqualTo(4);
    assertThat(container.bodies().getFirst()).contains("\"requires_proof\":true");
  }

  @Test
  @DisplayName("check 27: what does not hold is slashed, and the node goes on")
  void provenAndInvalid() throws Exception {
    assertThat(proven(INVALID, world.wallet(world.node), 1)).isZero();
  }

  @Test
  @DisplayName("check 27: from a wallet of somebody else nothing is laid down, and nothing is sent")
  void strangersWallet() throws Exception {
    assertThat(proven(VALID, world.wallet(world.stranger), 0)).isEqualTo(AMOUNT);
    assertThat(sentByNode()).isEqualTo(1);
  }

  /** What the node's wallet holds afterwards. */
  private BigInteger proven(int manner, Contract earner, int answers) throws Exception {
    var verifier = world.make("JudgingVerifier", World.words(world.at.coordinator()));
    var token = world.make("PlainToken", new byte[0]);
    var payer = world.wallet(world.user);
    for (var wallet : new Contract[] {payer, earner})
      token.does(world.user, "mint", wallet.address, AMOUNT);
    payer.does(world.user, "approve", consumer.address, token.address, AMOUNT);
    verifier.does(world.user, "support", token.address, VERIFIER_FEE);
    verifier.does(world.user, "behave", manner);
    start(
        ",\"payment_address\":\"" + earner.address + "\"", container, ",\"generates_proofs\":true");
    long id = pay(AMOUNT, token.address, payer.address, verifier.address);
    await60().until(() -> !container.bodies().isEmpty());
    long next = request("echo", 1); // after which the node has had its chance
    await60().until(() -> answers(next, 1) == 1 && answers(id, 1) == answers);
    return token.<BigInteger>asked("balanceOf", earner.address);
  }

  @Test
  void whatOtherNodesHaveAnsweredIsNotComputed() throws Exception {
    long id = request("echo", 1);
    deliverAsAnother(id);
    start("");
    long next = request("echo", 1);
    await60().until(() -> answers(next, 1) == 1);
    assertThat(container.bodies()).hasSize(1);
    assertThat(sentByNode()).isEqualTo(1);
  }

  @Test
  void whoIsOneOfSeveralAnswersOnce() throws Exception {
    long id = request("echo", 2);
    start("");
    await60().until(() -> answers(id, 1) == 1);
    deliverAsAnother(id);
    assertThat(answers(id, 1)).isEqualTo(2);
    long next = request("echo", 1);
    await60().until(() -> answers(next, 1) == 1);
    assertThat(sentByNode()).isEqualTo(2);
  }

  @Test
  void aLazySubscriptionIsDeliveredToTheInbox() throws Exception {
    start("");
    var subscriber = subscriber();
    long id =
        created(
            subscriber.does(
                world.user,
                "subscribe",
                "echo",
                1L,
                3600L,
                1,
                true,
                NOBODY,
                BigInteger.ZERO,
                NOBODY,
                NOBODY));
    world.anvil.goTo(terms(id).activeAt());
    await60().until(() -> answers(id, 1) == 1);
    var item =
        world.inbox.<Tuple>asked(
            "read", terms(id).containerId().bytes(), world.node.address(), BigInteger.ZERO);
    assertThat(item.<Long>get(1)).isEqualTo(id);
  }

  @Test
  @DisplayName("check 23: what is cancelled is not answered any more")
  void cancelled() throws Exception {
    start("");
    var subscriber = subscriber();
    long id = subscribe(subscriber, "echo", 10, 3600);
    long active = terms(id).activeAt();
    world.anvil.goTo(active);
    await60().until(() -> answers(id, 1) == 1);
    subscriber.does(world.user, "cancel", id);
    world.anvil.goTo(active + 3600);
    long next = request("echo", 1);
    await60().until(() -> answers(next, 1) == 1);
    assertThat(answers(id, 2)).isZero();
  }

  @Test
  @DisplayName("check 29: a chain that stands still is waited for")
  void frozen() throws Exception {
    start("");
    long first = request("echo", 1);
    await60().until(() -> answers(first, 1) == 1);
    long second = request("echo", 1);
    world.anvil.freeze();
    world.anvil.thaw();
    await60().until(() -> answers(second, 1) == 1);
  }

  @Test
  void tokensThatAreNoneKeepNobodyElseWaiting() throws Exception {
    var earner = world.wallet(world.node);
    var payer = world.wallet(world.user);
    // Of these, one answers what it was sent, and one refuses.
    for (var token : new Address[] {Addresses.of(BigInteger.valueOf(4)), world.at.registry()})
      consumer.does(world.user, "request", "echo", INPUT, 1, token, AMOUNT, payer.address, NOBODY);
    start(",\"payment_address\":\"" + earner.address + "\"");
    long next = request("echo", 1);
    await60().until(() -> answers(next, 1) == 1);
    assertThat(container.bodies()).hasSize(1);
  }

  @Test
  void containersThatFailAreAskedThreeTimes() throws Exception {
    var asked = new AtomicInteger();
    try (var moody =
        StubContainer.that((exchange, _) -> {
          if (asked.incrementAndGet() < 3) StubContainer.json(exchange, 200, "{\"code\":500}");
          else StubContainer.json(exchange, 200, FIVE);
        })) {
      start("", moody);
      long id = request("echo", 1);
      await60().until(() -> answers(id, 1) == 1);
      assertThat(asked).hasValue(3);
    }
  }

  @Test
  void aHundredCallbacksAtOnceAreEachAnsweredOnce() throws Exception {
    var ids = new ArrayList<Long>();
    for (int i = 0; i < 100; i++) ids.add(request("echo", 1));
    start("");
    for (long id : ids) await60().until(() -> answers(id, 1) == 1);
    assertThat(sentByNode()).isEqualTo(100);
    assertThat(container.bodies()).hasSize(100);
  }
}
