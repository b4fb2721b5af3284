package atoll.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** §9.9 (TOB-7): what leaves through a relay is told to nobody else, and is lost as little. */
class RelayTest extends Sending {
  private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
  private final Queue<Data> kept = new ConcurrentLinkedQueue<>();
  private HostileService relay;
  private JsonRpc told;

  /** A relay that keeps what it is sent, and answers as it should. */
  private final HostileService.Answer keeps =
      (exchange, request) -> {
        var raw = new Data(request.get("params").get(0).stringValue());
        kept.add(raw);
        HostileService.send(
            exchange,
            200,
            "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":\"%s\"}"
                .formatted(request.get("id"), Transaction.Signed.parse(raw).hash().hex()));
      };

  @BeforeEach
  void beginRelay() throws IOException {
    relay = new HostileService();
    told =
        new JsonRpc(
            List.of(relay.url()),
            new RpcLimits(
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                2,
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                1 << 20,
                1),
            System::nanoTime,
            new Random(1),
            Thread::sleep);
    leaving = _ -> Exit.relay(told, troubles::add);
    passing = true;
  }

  @AfterEach
  void endRelay() {
    told.close();
    relay.close();
  }

  @Test
  void whatARelayKeepsIsKnownToNobodyAndWaitedFor() throws Exception {
    relay.then(keeps);
    var outcome =
        usual(
                polls -> {
                  if (polls == 3)
                    assertThat(anvil.rpc().get(Eth.isKnown(left.getFirst().hash()))).isFalse();
                  if (polls == 5) release();
                })
            .send(Order.pay(SOMEONE, ONE));
    assertThat(outcome).isInstanceOf(SendOutcome.Mined.class);
    assertThat(left).hasSize(1);
    assertThat(balance()).isEqualTo(1);
    assertThat(relay.asked).hasSize(1).allMatch(said -> said.contains("eth_sendRawTransaction"));
    assertThat(troubles).isEmpty();
  }

  @Test
  @DisplayName(
      "an answer that was lost and a nonce that is used up since are no second transaction")
  void whatNobodyKnowsOfIsNotTakenForLost() throws Exception {
    relay
        .then((exchange, request) -> {
          kept.add(new Data(request.get("params").get(0).stringValue()));
          HostileService.send(exchange, 502, "");
        })
        .thenBody(
            "{\"jsonrpc\":\"2.0\",\"id\":ID,\"error\":{\"code\":-32000,\"message\":\"nonce too low\"}}");
    var outcome =
        usual(
                polls -> {
                  if (polls == 5) release();
                })
            .send(Order.pay(SOMEONE, ONE));
    assertThat(outcome).isInstanceOf(SendOutcome.Mined.class);
    assertThat(left).as("one transaction, with one nonce").hasSize(1);
    assertThat(balance()).isEqualTo(1);
  }

  @Test
  void aRelayThatFailsIsToldAgainAndNobodyElseIs() throws Exception {
    relay.thenStatus(502).thenStatus(502).then(keeps);
    var outcome =
        usual(
                polls -> {
                  if (polls == 5)
                    assertThat(anvil.rpc().get(Eth.isKnown(left.getFirst().hash()))).isFalse();
                  if (polls == 15) release();
                })
            .send(Order.pay(SOMEONE, ONE));
    assertThat(outcome).isInstanceOf(SendOutcome.Mined.class);
    assertThat(left).allMatch(sent -> sent.transaction().nonce() == 0);
    assertThat(balance()).isEqualTo(1);
    assertThat(troubles).hasSize(1);
    assertThat(troubles.element()).contains("502").doesNotContain("secret-key");
  }

  @Test
  void afterARestartTheSameBytesAreToldToTheRelayAgain() throws Exception {
    relay.then(keeps);
    assertThat(usual().send(Order.pay(SOMEONE, ONE))).isInstanceOf(SendOutcome.Waiting.class);
    var first = kept.remove();
    relay.then(keeps);
    var outcome =
        usual(
                polls -> {
                  if (polls == 2) release();
                })
            .resume(List.of(Transaction.Signed.parse(first)));
    assertThat(outcome).isInstanceOf(SendOutcome.Mined.class);
    assertThat(((SendOutcome.Mined) outcome).receipt().transaction())
        .isEqualTo(Transaction.Signed.parse(first).hash());
    assertThat(balance()).isEqualTo(1);
  }

  @Test
  void aRelayThatTakesNoTransactionsIsNoReasonToTellOthers() throws Exception {
    for (int i = 0; i < 10; i++)
      relay.thenBody(
          "{\"jsonrpc\":\"2.0\",\"id\":ID,\"error\":{\"code\":-32601,\"message\":\"no such method\"}}");
    assertThat(usual().send(Order.pay(SOMEONE, ONE))).isInstanceOf(SendOutcome.Refused.class);
    assertThat(left).as("what may have left").isEmpty();
    assertThat(anvil.rpc().get(Eth.transactionCount(Anvil.key(0).address(), BlockTag.PENDING)))
        .isZero();
  }

  /** Into a block, as a relay's builders do. */
  private void release() throws InterruptedException {
    for (var raw = kept.poll(); raw != null; raw = kept.poll())
      anvil.rpc().get(Eth.send(Transaction.Signed.parse(raw)));
  }
}
