package atoll.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a unit of gas is offered where services know less than others. */
class FeesTest {
  @Test
  void whereNobodyKnowsAPriorityFeeTheGasPriceTellsIt() throws Exception {
    try (var poor = new HostileService()) {
      poor.thenBody(BLOCK)
          .thenBody(
              "{\"jsonrpc\":\"2.0\",\"id\":ID,\"error\":{\"code\":-32601,\"message\":\"no such method\"}}")
          .thenBody("{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":\"0x64\"}");
      try (var asked = over(poor)) {
        assertThat(Fees.market(asked))
            .isEqualTo(new Fees(Optional.of(BigInteger.valueOf(93)), BigInteger.valueOf(107)));
      }
    }
  }

  @Test
  void aChainWithoutAFeeMarketGetsTransactionsOfTheOldKind() throws Exception {
    try (var old = new HostileService()) {
      old.thenBody(BLOCK.replace("\"baseFeePerGas\":\"0x7\",", ""))
          .thenBody("{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":\"0x64\"}");
      try (var asked = over(old)) {
        var fees = Fees.market(asked);
        assertThat(fees.transaction(1, 0, 21_000, Order.pay(Addresses.ZERO, BigInteger.ONE)))
            .isInstanceOf(Transaction.Legacy.class);
        assertThat(fees.over(fees, FeePolicy.USUAL).max())
            .isGreaterThanOrEqualTo(BigInteger.valueOf(112));
      }
    }
  }

  private static final String BLOCK =
      "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":{\"number\":\"0x1\",\"hash\":\"0x"
          + "11".repeat(32)
          + "\",\"parentHash\":\"0x"
          + "22".repeat(32)
          + "\",\"baseFeePerGas\":\"0x7\",\"timestamp\":\"0x5\"}}";

  private static JsonRpc over(HostileService service) {
    return new JsonRpc(
        List.of(service.url()), RpcLimits.USUAL, System::nanoTime, new Random(1), Thread::sleep);
  }
}
