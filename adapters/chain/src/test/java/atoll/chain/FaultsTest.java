package atoll.chain;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.infernet.ContractDeployment;
import atoll.chain.infernet.InfernetContracts;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through two services that spoil every third exchange, each order is done, and done once. */
@Timeout(120)
class FaultsTest {
  private static final com.esaulpaugh.headlong.abi.Address SOMEONE =
      Addresses.parse("0x1111111111111111111111111111111111111111");
  private static final int ORDERS = 15;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyOrderIsDoneAndDoneOnce(long seed) throws Exception {
    try (var anvil = Anvil.start();
        var first = new FaultyProxy(anvil.url(), seed);
        var second = new FaultyProxy(anvil.url(), seed + 1000);
        var rpc =
            new JsonRpc(
                List.of(first.url(), second.url()),
                new RpcLimits(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    20,
                    Duration.ofMillis(1),
                    Duration.ofMillis(4),
                    1 << 20,
                    10),
                System::nanoTime,
                new Random(seed),
                Thread::sleep)) {
      var transactions = transactions(rpc);
      var deployed = new ContractDeployment(rpc, transactions).deploy(transactions.account(), 500);
      assertThat(InfernetContracts.find(rpc, deployed.registry()).at()).isEqualTo(deployed);

      var hashes = new ArrayList<Word>();
      for (int i = 0; i < ORDERS; i++)
        switch (transactions.send(Order.pay(SOMEONE, BigInteger.ONE))) {
          case SendOutcome.Mined(var receipt) -> hashes.add(receipt.transaction());
          case SendOutcome other -> throw new AssertionError("seed " + seed + ": " + other);
        }
      assertThat(new HashSet<>(hashes)).hasSize(ORDERS);
      assertThat(anvil.rpc().get(Eth.balance(SOMEONE, BlockTag.LATEST))).isEqualTo(ORDERS);
      assertThat(anvil.rpc().get(Eth.transactionCount(transactions.account(), BlockTag.PENDING)))
          .isEqualTo(6 + ORDERS);
      assertThat(first.spoiled() + second.spoiled()).as("exchanges spoiled").isGreaterThan(20);
    }
  }

  private static Transactions transactions(JsonRpc rpc) {
    return new Transactions(
        rpc,
        Anvil.key(0),
        31337,
        new FeePolicy(
            15_000_000,
            20,
            BigInteger.TEN.pow(12),
            13,
            Duration.ofSeconds(15),
            Duration.ofSeconds(60),
            Duration.ofMillis(5),
            1),
        Outbox.FORGETFUL,
        System::nanoTime,
        Thread::sleep);
  }
}
