package atoll.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * §9.6: nonces without holes, a real ceiling for gas and fee, and everything written down first.
 */
class TransactionsTest extends Sending {
  @Test
  void bothKindsOfTransactionAreTakenByARealChain() throws Exception {
    var head = anvil.rpc().get(Eth.block(BlockTag.LATEST)).orElseThrow();
    var price = head.baseFee().orElseThrow().multiply(BigInteger.TEN);
    var to = Optional.of(SOMEONE);
    for (var transaction :
        List.of(
            new Transaction.Legacy(31337, 0, price, 21_000, to, ONE, Data.EMPTY),
            new Transaction.FeeMarket(31337, 1, ONE, price, 21_000, to, ONE, Data.EMPTY))) {
      var signed = transaction.sign(Anvil.key(0));
      assertThat(anvil.rpc().get(Eth.send(signed))).isEqualTo(signed.hash());
      var receipt =
          Awaitility.await()
              .until(() -> anvil.rpc().get(Eth.receipt(signed.hash())), Optional::isPresent);
      assertThat(receipt.orElseThrow().succeeded()).isTrue();
    }
    assertThat(balance()).isEqualTo(2);
  }

  @Test
  void anOrderIsMinedAndWasWrittenDownBeforeItLeft() throws Exception {
    var outcome = usual().send(Order.pay(SOMEONE, ONE));
    assertThat(outcome).isInstanceOf(SendOutcome.Mined.class);
    assertThat(left).hasSize(1);
    assertThat(((SendOutcome.Mined) outcome).receipt().transaction())
        .isEqualTo(left.getFirst().hash());
    assertThat(left.getFirst().transaction())
        .isInstanceOfSatisfying(
            Transaction.FeeMarket.class, sent -> assertThat(sent.gas()).isEqualTo(25_200));
  }

  @Test
  void ordersOfManyThreadsGetOneNonceEach() throws Exception {
    var transactions = usual();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<java.util.concurrent.Future<SendOutcome>>();
      for (int i = 0; i < 20; i++)
        all.add(threads.submit(() -> transactions.send(Order.pay(SOMEONE, ONE))));
      for (var one : all) assertThat(outcome(one)).isInstanceOf(SendOutcome.Mined.class);
    }
    assertThat(left.stream().map(sent -> sent.transaction().nonce()).sorted())
        .containsExactlyElementsOf(java.util.stream.LongStream.range(0, 20).boxed().toList());
    assertThat(balance()).isEqualTo(20);
  }

  @Test
  void whatWouldBeRevertedIsNotSent() throws Exception {
    // PUSH0 PUSH0 REVERT
    var outcome = usual().send(Order.create(new Data("0x5f5ffd")));
    assertThat(outcome).isInstanceOf(SendOutcome.WouldRevert.class);
    assertThat(left).isEmpty();
  }

  @Test
  void whatNeedsMoreGasThanTheCeilingIsNotSent() throws Exception {
    var poor = transactions(Anvil.key(0), 21_500, BigInteger.TEN.pow(12), _ -> {});
    assertThat(poor.send(Order.create(new Data("0x00"))))
        .isInstanceOfSatisfying(
            SendOutcome.TooMuchGas.class,
            refused -> assertThat(refused.why()).endsWith("at most 21500 are allowed"));
    assertThat(poor.send(Order.pay(SOMEONE, ONE).withGas(30_000)))
        .isEqualTo(new SendOutcome.TooMuchGas("it wants 30000 gas, and at most 21500 are allowed"));
    assertThat(left).isEmpty();
    assertThat(poor.send(Order.pay(SOMEONE, ONE))).isInstanceOf(SendOutcome.Mined.class);
  }

  @Test
  void aboveTheFeeCeilingNothingIsSent() throws Exception {
    var thrifty = transactions(Anvil.key(0), 5_000_000, BigInteger.TEN, _ -> {});
    assertThat(thrifty.send(Order.pay(SOMEONE, ONE)))
        .isInstanceOfSatisfying(
            SendOutcome.Refused.class,
            refused -> assertThat(refused.why()).contains("above the ceiling 10"));
    assertThat(left).isEmpty();
  }

  @Test
  void anAccountWithoutFundsIsToldAndLosesNoNonce() throws Exception {
    var key = EthereumKey.parse("46".repeat(32));
    var empty = transactions(key, 5_000_000, BigInteger.TEN.pow(12), _ -> {});
    for (var order : List.of(Order.pay(SOMEONE, ONE), Order.pay(SOMEONE, ONE).withGas(21_000)))
      assertThat(empty.send(order)).isInstanceOf(SendOutcome.Refused.class);
    assertThat(left).as("what may have left").isEmpty();
    usual().send(Order.pay(key.address(), BigInteger.TEN.pow(18)));
    left.clear();
    assertThat(empty.send(Order.pay(SOMEONE, ONE))).isInstanceOf(SendOutcome.Mined.class);
    assertThat(left.getFirst().transaction().nonce()).isZero();
  }

  @Test
  void aRevertedTransactionIsMinedAndSaysSo() throws Exception {
    var order =
        new Order(
            Optional.empty(), BigInteger.ZERO, new Data("0x5f5ffd"), OptionalLong.of(100_000));
    assertThat(usual().send(order))
        .isInstanceOfSatisfying(
            SendOutcome.Mined.class, mined -> assertThat(mined.receipt().succeeded()).isFalse());
  }

  private static SendOutcome outcome(java.util.concurrent.Future<SendOutcome> future)
      throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("a nonce that a reorganisation freed is used before those that wait behind it")
  void aFreeNonceIsUsedFirst() throws Exception {
    var transactions = usual();
    transactions.reserve(List.of(1L, 2L));
    transactions.send(Order.pay(SOMEONE, ONE));
    assertThat(left).extracting(sent -> sent.transaction().nonce()).containsExactly(0L);
  }
}
