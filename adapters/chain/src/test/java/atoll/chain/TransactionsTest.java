package atoll.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * §9.6: nonces without holes, a real ceiling for gas, and an offer that is raised until a block
 * takes it.
 */
@Timeout(120)
class TransactionsTest {
  private static final BigInteger ONE = BigInteger.ONE;
  private static final com.esaulpaugh.headlong.abi.Address SOMEONE =
      Addresses.parse("0x1111111111111111111111111111111111111111");

  private final List<Transaction.Signed> left = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong waited = new AtomicLong();
  private boolean passing;
  private int confirmations = 1;
  private JsonRpc rpc;
  private Anvil anvil;

  @BeforeEach
  void begin() throws Exception {
    anvil = Anvil.start();
    rpc = anvil.rpc();
  }

  @AfterEach
  void end() {
    anvil.close();
  }

  /** What happens while a transaction waits. */
  @FunctionalInterface
  private interface Meanwhile {
    void after(long polls) throws InterruptedException;
  }

  /** Replaces after 10 polls and gives up after 100, once time passes. */
  private Transactions transactions(
      EthereumKey key, long maxGas, BigInteger maxFee, Meanwhile meanwhile) {
    var polls = new AtomicLong();
    return new Transactions(
        rpc,
        key,
        anvil.chainId(),
        new FeePolicy(
            maxGas,
            20,
            maxFee,
            13,
            Duration.ofSeconds(10),
            Duration.ofSeconds(100),
            Duration.ofSeconds(1),
            confirmations),
        new Outbox() {
          @Override
          public void leaving(Transaction.Signed transaction) {
            left.add(transaction);
          }

          @Override
          public void stayed(Transaction.Signed transaction) {
            left.remove(transaction);
          }
        },
        waited::get,
        length -> {
          if (passing) waited.addAndGet(length.toNanos());
          meanwhile.after(polls.incrementAndGet());
        });
  }

  private Transactions usual(Meanwhile meanwhile) {
    return transactions(Anvil.key(0), 5_000_000, BigInteger.TEN.pow(12), meanwhile);
  }

  /** Nothing is mined by itself, and time passes with each poll. */
  private void mineOnlyOnCommand() throws InterruptedException {
    anvil.command("evm_setAutomine", false);
    passing = true;
  }

  private Transactions usual() {
    return usual(_ -> {});
  }

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
            SendOutcome.Refused.class,
            refused -> assertThat(refused.why()).endsWith("at most 21500 are allowed"));
    assertThat(poor.send(Order.pay(SOMEONE, ONE).withGas(30_000)))
        .isEqualTo(new SendOutcome.Refused("it wants 30000 gas, and at most 21500 are allowed"));
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

  @Test
  void anOfferThatNoBlockTakesIsRaisedUntilOneDoes() throws Exception {
    mineOnlyOnCommand();
    var outcome =
        usual(
                polls -> {
                  if (polls == 25) anvil.command("evm_mine");
                })
            .send(Order.pay(SOMEONE, ONE));
    assertThat(left).hasSize(3);
    assertThat(left).allMatch(sent -> sent.transaction().nonce() == 0);
    var offers = left.stream().map(sent -> (Transaction.FeeMarket) sent.transaction()).toList();
    for (int i = 1; i < offers.size(); i++) {
      assertThat(offers.get(i).maxFee().multiply(BigInteger.valueOf(100)))
          .isGreaterThanOrEqualTo(offers.get(i - 1).maxFee().multiply(BigInteger.valueOf(110)));
      assertThat(offers.get(i).maxPriorityFee()).isGreaterThan(offers.get(i - 1).maxPriorityFee());
    }
    assertThat(((SendOutcome.Mined) outcome).receipt().transaction())
        .isEqualTo(left.getLast().hash());
    assertThat(balance()).isEqualTo(1);
  }

  @Test
  void anOfferIsNeverRaisedAboveTheCeiling() throws Exception {
    mineOnlyOnCommand();
    var ceiling = BigInteger.valueOf(3_300_000_000L);
    var outcome =
        transactions(Anvil.key(0), 5_000_000, ceiling, _ -> {}).send(Order.pay(SOMEONE, ONE));
    assertThat(outcome).isEqualTo(new SendOutcome.Waiting(0, left.getLast().hash()));
    assertThat(left)
        .allSatisfy(sent ->
            assertThat(((Transaction.FeeMarket) sent.transaction()).maxFee())
                .isLessThanOrEqualTo(ceiling));
  }

  @Test
  void aNonceThatAStrangerUsedIsNoticed() throws Exception {
    mineOnlyOnCommand();
    var stranger =
        new Transaction.FeeMarket(
                31337,
                0,
                BigInteger.valueOf(90_000_000_000L),
                BigInteger.valueOf(900_000_000_000L),
                21_000,
                Optional.of(SOMEONE),
                BigInteger.TEN,
                Data.EMPTY)
            .sign(Anvil.key(0));
    var outcome =
        usual(
                polls -> {
                  if (polls == 2) anvil.rpc().get(Eth.send(stranger));
                  if (polls == 3) anvil.command("evm_mine");
                })
            .send(Order.pay(SOMEONE, ONE));
    assertThat(outcome).isEqualTo(new SendOutcome.Overtaken(0));
    assertThat(balance()).isEqualTo(10);
  }

  @Test
  void anAccountGoesOnWhereItStoppedBeforeARestart() throws Exception {
    usual().send(Order.pay(SOMEONE, ONE));
    usual().send(Order.pay(SOMEONE, ONE));
    assertThat(left).extracting(sent -> sent.transaction().nonce()).containsExactly(0L, 1L);
  }

  @Test
  void afterARestartWhatLeftIsWatchedAndRaisedFurther() throws Exception {
    mineOnlyOnCommand();
    assertThat(usual().send(Order.pay(SOMEONE, ONE))).isInstanceOf(SendOutcome.Waiting.class);
    var remembered =
        left.stream()
            .map(Transaction.Signed::raw)
            .distinct()
            .map(Transaction.Signed::parse)
            .toList();
    left.clear();
    var outcome =
        usual(
                polls -> {
                  if (polls == 15) anvil.command("evm_mine");
                })
            .resume(remembered);
    assertThat(left).hasSize(2);
    assertThat(left.getFirst()).isEqualTo(remembered.getLast());
    assertThat(((SendOutcome.Mined) outcome).receipt().transaction())
        .isEqualTo(left.getLast().hash());
    assertThat(balance()).isEqualTo(1);
  }

  @Test
  void whatWasWrittenDownAndNeverLeftLeavesAfterARestart() throws Exception {
    var written =
        new Transaction.FeeMarket(
                31337,
                0,
                ONE,
                BigInteger.valueOf(5_000_000_000L),
                21_000,
                Optional.of(SOMEONE),
                ONE,
                Data.EMPTY)
            .sign(Anvil.key(0));
    assertThat(usual().resume(List.of(written))).isInstanceOf(SendOutcome.Mined.class);
    assertThat(usual().resume(List.of(written))).isInstanceOf(SendOutcome.Mined.class);
    assertThat(balance()).isEqualTo(1);
  }

  @Test
  void aBlockThatIsReplacedByAnotherTakesNothingWithIt() throws Exception {
    mineOnlyOnCommand();
    confirmations = 3;
    var before = anvil.command("evm_snapshot").stringValue();
    var outcome =
        usual(
                polls -> {
                  if (polls == 2) anvil.command("evm_mine");
                  if (polls == 4) anvil.command("evm_revert", before);
                  if (polls == 20) for (int i = 0; i < 3; i++) anvil.command("evm_mine");
                })
            .send(Order.pay(SOMEONE, ONE));
    assertThat(outcome).isInstanceOf(SendOutcome.Mined.class);
    assertThat(balance()).isEqualTo(1);
  }

  @Test
  void aTransactionIsFinalUnderAsManyBlocksAsAreAskedFor() throws Exception {
    mineOnlyOnCommand();
    confirmations = 3;
    var mined = new AtomicLong();
    usual(
            polls -> {
              anvil.command("evm_mine");
              mined.set(polls);
            })
        .send(Order.pay(SOMEONE, ONE));
    assertThat(mined).hasValue(3);
    assertThat(left).hasSize(1);
  }

  @Test
  @DisplayName("check 29: a chain that stands still for a while loses nothing")
  void aServiceThatStandsStillLosesNothing() throws Exception {
    mineOnlyOnCommand();
    rpc =
        new JsonRpc(
            List.of(anvil.url()),
            new RpcLimits(
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                1,
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                1 << 20,
                1),
            System::nanoTime,
            new Random(1),
            Thread::sleep);
    try (var impatient = rpc) {
      assertThat(impatient.get(Eth.chainId())).isEqualTo(31337);
      var outcome =
          usual(
                  polls -> {
                    if (polls == 2) anvil.freeze();
                    if (polls == 4) anvil.thaw();
                    if (polls == 6) anvil.command("evm_mine");
                  })
              .send(Order.pay(SOMEONE, ONE));
      assertThat(outcome).isInstanceOf(SendOutcome.Mined.class);
    }
    assertThat(balance()).isEqualTo(1);
  }

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
        assertThat(fees.transaction(1, 0, 21_000, Order.pay(SOMEONE, ONE)))
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

  private long balance() throws InterruptedException {
    return anvil.rpc().get(Eth.balance(SOMEONE, BlockTag.LATEST)).longValueExact();
  }

  private static SendOutcome outcome(java.util.concurrent.Future<SendOutcome> future)
      throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
