package atoll.chain.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.infernet.World.Contract;
import com.esaulpaugh.headlong.abi.Address;
import java.math.BigInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** §5.3 without a verifier: who pays whom for an answer. */
class PaymentTest extends OnChain {
  private Contract consumer;
  private Contract payer;
  private Contract earner;

  @BeforeEach
  void beginPaying() throws Exception {
    consumer = callback();
    payer = world.wallet(world.user);
    earner = world.wallet(world.node);
  }

  @Test
  void etherGoesToTheProtocolAndTheNodeToTheUnit() throws Exception {
    world.pay(payer.address, World.ETHER.multiply(BigInteger.TWO));
    payer.does(world.user, "approve", consumer.address, NOBODY, World.ETHER);
    var before = world.balance(world.deployer.address());
    long id = requestPaid(consumer, 1, World.ETHER, NOBODY, payer.address, NOBODY);
    var receipt = deliver(world.node, id, 1, earner.address);

    assertThat(world.balance(payer.address)).isEqualTo(World.ETHER);
    assertThat(world.balance(earner.address)).isEqualTo("897800000000000000");
    assertThat(world.balance(world.deployer.address()).subtract(before))
        .isEqualTo("102200000000000000");
    assertThat(payer.<BigInteger>asked("allowance", consumer.address, NOBODY)).isZero();
    var transfers = payer.events(receipt, "Transfer");
    assertThat(transfers).hasSize(2);
    assertThat(transfers.getLast().<Object>get(0)).isEqualTo(consumer.address);
    assertThat(transfers.getLast().<Object>get(2)).isEqualTo(earner.address);
    assertThat(transfers.getLast().<BigInteger>get(3)).isEqualTo("897800000000000000");
  }

  @Test
  void paymentsAreFoundOnTheChainByWhoPaidAndWhoWasPaid() throws Exception {
    world.pay(payer.address, World.ETHER);
    payer.does(world.user, "approve", consumer.address, NOBODY, World.ETHER);
    long id = requestPaid(consumer, 1, World.ETHER, NOBODY, payer.address, NOBODY);
    var receipt = deliver(world.node, id, 1, earner.address);
    long block = receipt.block();
    var contracts = InfernetContracts.find(world.anvil.rpc(), world.at.registry());
    var paid = world.anvil.rpc().get(contracts.paidTo(earner.address, 0, block));
    assertThat(paid)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.from()).isEqualTo(payer.address);
          assertThat(one.token()).isEqualTo(NOBODY);
          assertThat(one.amount()).isEqualTo("897800000000000000");
          assertThat(one.transaction()).isEqualTo(receipt.transaction());
        });
    assertThat(world.anvil.rpc().get(contracts.paidBy(payer.address, block, block)))
        .hasSize(2)
        .containsAll(paid);
    assertThat(world.anvil.rpc().get(contracts.paidBy(earner.address, 0, block))).isEmpty();
    assertThat(world.anvil.rpc().get(contracts.paidTo(earner.address, 0, block - 1))).isEmpty();
    assertThat(contracts.subscriptionOf(receipt)).contains(id);
  }

  @Test
  @DisplayName("check 26: at 5 %, a tenth of an ether gives the node 0.09 and the protocol 0.01")
  void theUsualFeeIsTakenTwice() throws Exception {
    world.fee.does(world.deployer, "updateFee", ContractDeployment.USUAL_FEE);
    var tenth = World.ETHER.divide(BigInteger.TEN);
    world.pay(payer.address, tenth);
    payer.does(world.user, "approve", consumer.address, NOBODY, tenth);
    deliver(
        world.node,
        requestPaid(consumer, 1, tenth, NOBODY, payer.address, NOBODY),
        1,
        earner.address);
    assertThat(world.balance(earner.address)).isEqualTo("90000000000000000");
    assertThat(world.balance(payer.address)).isZero();
  }

  @Test
  void tokensGoTheSameWayAlsoSilentOnes() throws Exception {
    for (var kind : new String[] {"PlainToken", "SilentToken"}) {
      var token = world.make(kind, NOTHING);
      var amount = BigInteger.valueOf(1_000_000);
      token.does(world.user, "mint", payer.address, amount);
      payer.does(world.user, "approve", consumer.address, token.address, amount);
      deliver(
          world.node,
          requestPaid(consumer, 1, amount, token.address, payer.address, NOBODY),
          1,
          earner.address);
      assertThat(token.<BigInteger>asked("balanceOf", earner.address)).isEqualTo(897_800);
      assertThat(token.<BigInteger>asked("balanceOf", world.deployer.address())).isEqualTo(102_200);
      assertThat(token.<BigInteger>asked("balanceOf", payer.address)).isZero();
    }
  }

  @Test
  void aTokenThatSaysNoIsARefusal() throws Exception {
    var token = world.make("DenyingToken", NOTHING);
    payer.does(world.user, "approve", consumer.address, token.address, BigInteger.TEN);
    long id = requestPaid(consumer, 1, BigInteger.TEN, token.address, payer.address, NOBODY);
    assertThat(refused(world.node, id, 1, earner.address)).isEqualTo("TransferFailed");
  }

  @Test
  void onlyWalletsOfTheFactoryTakePart() throws Exception {
    world.pay(payer.address, World.ETHER);
    payer.does(world.user, "approve", consumer.address, NOBODY, World.ETHER);
    long id = requestPaid(consumer, 1, World.ETHER, NOBODY, payer.address, NOBODY);
    assertThat(refused(world.node, id, 1, world.node.address())).isEqualTo("InvalidWallet");
    assertThat(refused(world.node, id, 1, NOBODY)).isEqualTo("InvalidWallet");
    var forged = world.make("Spender", World.words(world.user.address()));
    Address wallet = forged.asked("WALLET");
    long spoofed = requestPaid(consumer, 1, World.ETHER, NOBODY, wallet, NOBODY);
    assertThat(refused(world.node, spoofed, 1, earner.address)).isEqualTo("InvalidWallet");
    assertThat(world.factory.<Boolean>asked("isValidWallet", wallet)).isFalse();
    assertThat(world.factory.<Boolean>asked("isValidWallet", payer.address)).isTrue();
  }

  @Test
  void withoutAllowanceOrFundsNothingIsPaidAndNothingHappens() throws Exception {
    long id = requestPaid(consumer, 1, World.ETHER, NOBODY, payer.address, NOBODY);
    world.pay(payer.address, World.ETHER);
    assertThat(refused(world.node, id, 1, earner.address)).isEqualTo("InsufficientAllowance");
    payer.does(world.user, "approve", consumer.address, NOBODY, World.ETHER);
    payer.does(world.user, "withdraw", NOBODY, BigInteger.ONE);
    assertThat(refused(world.node, id, 1, earner.address)).isEqualTo("ETH_TRANSFER_FAILED");
    assertThat(answers(id, 1)).isZero();
  }

  @Test
  void anotherSubscribersWalletDoesNotPay() throws Exception {
    world.pay(payer.address, World.ETHER);
    payer.does(world.user, "approve", consumer.address, NOBODY, World.ETHER);
    var thief = callback();
    long id = requestPaid(thief, 1, World.ETHER, NOBODY, payer.address, NOBODY);
    assertThat(refused(world.node, id, 1, earner.address)).isEqualTo("InsufficientAllowance");
  }

  @Test
  void aFeeAboveAHalfStopsPaidAnswersByNameAndNoOthers() throws Exception {
    world.pay(payer.address, World.ETHER);
    payer.does(world.user, "approve", consumer.address, NOBODY, World.ETHER);
    long paid = requestPaid(consumer, 1, World.ETHER, NOBODY, payer.address, NOBODY);
    world.fee.does(world.deployer, "updateFee", 5001);
    assertThat(refused(world.node, paid, 1, earner.address)).isEqualTo("FeeTooHigh");
    deliver(world.node, request(consumer, 1), 1);
    world.fee.does(world.deployer, "updateFee", 5000);
    deliver(world.node, paid, 1, earner.address);
    assertThat(world.balance(earner.address)).isZero();
  }

  @Test
  void anUnpaidAnswerNeedsNoWallet() throws Exception {
    deliver(world.node, request(consumer, 1), 1, world.stranger.address());
  }
}
