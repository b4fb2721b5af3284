package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A whole node whose answers leave through a relay (Infernet §9.9, TOB-7). */
class PrivatelyTest extends OnAnvil {
  private static final String SENDING = "eth_sendRawTransaction";

  @Test
  @DisplayName(
      "§9.9: a relay is given what is sent, and nothing else; the services are given the rest")
  void onlyTheRelayIsGivenTransactions() throws Exception {
    Queue<String> told = new ConcurrentLinkedQueue<>();
    Queue<String> asked = new ConcurrentLinkedQueue<>();
    var relay = hearing(told);
    var service = hearing(asked);
    start(",\"relay_url\":\"" + relay.url() + "/key\"", container, "", service.url());
    for (int i = 0; i < 2; i++) {
      long id = request("echo", 1);
      await60().until(() -> answers(id, 1) == 1);
    }
    assertThat(told).hasSize(2).allMatch(said -> said.contains(SENDING));
    assertThat(asked).isNotEmpty().noneMatch(said -> said.contains(SENDING));
    assertThat(sentByNode()).isEqualTo(2);
  }

  @Test
  void anAddressThatIsNoneIsRefusedWithItsName() {
    assertThatThrownBy(() -> start(",\"relay_url\":\"relay.example/secret\""))
        .hasMessageContaining("chain.wallet.relay_url: is not an http or https URL")
        .hasMessageNotContaining("secret");
  }

  private OtherService hearing(Queue<String> heard) throws Exception {
    var service =
        new OtherService(
            world.anvil::url,
            said -> {
              heard.add(said);
              return said;
            });
    open.add(service);
    return service;
  }
}
