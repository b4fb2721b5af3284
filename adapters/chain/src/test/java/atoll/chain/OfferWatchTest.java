package atoll.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * §9.6: an offer is raised until a block takes it, over restarts, blocks that are replaced, and
 * services that stand still.
 */
class OfferWatchTest extends Sending {
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
}
