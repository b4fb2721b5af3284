package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.Signature;
import atoll.chain.Word;
import atoll.chain.infernet.DelegatedTerms;
import atoll.infernet.StubContainer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What may come in between while a delegated subscription is served (Infernet §4.6, §4.7). */
class DelegatedTroubleTest extends OnAnvil {
  private Signature sign(DelegatedTerms delegated) {
    return world.user.key().sign(delegated.digest(domain()));
  }

  /** As anybody may who has its signature. */
  private void bring(DelegatedTerms delegated) throws Exception {
    var signature = sign(delegated);
    world.coordinator.does(
        world.stranger,
        "createSubscriptionDelegatee",
        delegated.nonce(),
        delegated.expiry(),
        delegated.terms().tuple(),
        signature.v(),
        Word.of(signature.r()).bytes(),
        Word.of(signature.s()).bytes());
  }

  @Test
  @DisplayName("a first interval that nobody could compute is not the end of the others")
  void missed() throws Exception {
    var broken = new AtomicBoolean(true);
    try (var service =
        StubContainer.that((exchange, _) ->
            StubContainer.json(exchange, broken.get() ? 500 : 200, broken.get() ? "{}" : FIVE))) {
      var node = start("", service);
      var delegated = delegated(1, world.anvil.now(), 3600, 3, 1);
      post(node, delegated, sign(delegated));
      await60().until(() -> service.bodies().size() == 3);
      broken.set(false);
      world.anvil.goTo(delegated.terms().activeAt() + 3600);
      awaitMining(() -> made(1) != 0);
      assertThat(answers(made(1), 1)).isZero();
      assertThat(answers(made(1), 2)).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("a service that tries things on the latest block is told again once it has another")
  void thisVeryMoment() throws Exception {
    var service =
        new OtherService(world.anvil::url, said -> said.replace("\"pending\"", "\"latest\""));
    open.add(service);
    var node = start("", container, "", service.url());
    var delegated = delegated(2, world.anvil.now() + 2, 0, 1, 1);
    post(node, delegated, sign(delegated));
    await60().until(() -> !container.bodies().isEmpty());
    awaitMining(() -> made(2) != 0);
    assertThat(answers(made(2), 1)).isEqualTo(1);
    assertThat(container.bodies()).hasSize(1);
  }

  @Test
  @DisplayName("what the chain has under the nonce counts, not what a client shows")
  void otherTerms() throws Exception {
    var node = start("");
    bring(delegated(3, world.anvil.now(), 3600, 2, 2));
    long brought = made(3);
    await60().until(() -> answers(brought, 1) == 1);
    int before = container.bodies().size();
    var shown = delegated(3, world.anvil.now(), 0, 1, 1);
    post(node, shown, sign(shown));
    long later = request("echo", 1);
    await60().until(() -> answers(later, 1) == 1);
    assertThat(container.bodies()).hasSize(before + 1);
    assertThat(sentByNode()).isEqualTo(2);
  }

  @Test
  @DisplayName("what somebody else brings meanwhile is computed once, with its client's data")
  void brought() throws Exception {
    var held = new CountDownLatch(1);
    try (var slow =
        StubContainer.that((exchange, _) -> {
          try {
            held.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          StubContainer.json(exchange, 200, FIVE);
        })) {
      var node = start("", slow);
      var delegated = delegated(4, world.anvil.now(), 0, 1, 2);
      post(node, delegated, sign(delegated));
      await60().until(() -> !slow.bodies().isEmpty());
      bring(delegated);
      long next = request("echo", 1); // once that is begun, the other was looked at
      await60().until(() -> slow.bodies().size() == 2);
      held.countDown();
      await60().until(() -> answers(made(4), 1) == 1 && answers(next, 1) == 1);
      assertThat(slow.bodies()).hasSize(2);
    }
  }
}
