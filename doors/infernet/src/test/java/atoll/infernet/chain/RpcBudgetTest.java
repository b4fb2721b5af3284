package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.Eth;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How much a whole node asks of a chain while nothing is due (Infernet §9.4). */
class RpcBudgetTest extends OnAnvil {
  @Test
  @DisplayName("§9.4: at most five questions a block, also with subscriptions and a payment wallet")
  void atMostFive() throws Exception {
    var asked = new AtomicInteger();
    var service =
        new OtherService(
            world.anvil::url,
            said -> {
              asked.addAndGet(said.split("\"method\"", -1).length - 1);
              return said;
            });
    open.add(service);
    for (int i = 0; i < 3; i++) subscribe(subscriber(), "echo", 2, 3600);
    var earner = world.wallet(world.node);
    world.anvil.command("evm_setIntervalMining", 1L);
    start(",\"payment_address\":\"" + earner.address + "\"", container, "", service.url());
    awaitBlocks(12); // by then it is known how far apart they are
    int before = asked.get();
    awaitBlocks(6);
    assertThat(asked.get() - before).isLessThanOrEqualTo(6 * 5);
  }

  private void awaitBlocks(int more) throws Exception {
    long last = height() + more;
    await60().until(() -> height() >= last);
  }

  private long height() throws InterruptedException {
    return world.anvil.rpc().get(Eth.blockNumber());
  }
}
