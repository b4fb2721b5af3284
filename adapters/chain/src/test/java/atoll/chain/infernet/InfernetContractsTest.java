package atoll.chain.infernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.chain.BlockTag;
import atoll.chain.Data;
import atoll.chain.Eth;
import atoll.chain.Order;
import atoll.chain.RpcAnswer;
import atoll.chain.RpcCall;
import atoll.chain.infernet.InfernetContracts.Interval;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node asks and tells the contracts, against the real ones. */
class InfernetContractsTest extends OnChain {
  private InfernetContracts contracts;

  @BeforeEach
  void findContracts() throws Exception {
    contracts = InfernetContracts.find(world.anvil.rpc(), world.at.registry());
  }

  @Test
  void theRegistryLeadsToAllOfThem() {
    assertThat(contracts.at()).isEqualTo(world.at);
  }

  @Test
  void whereNoRegistryIsAPersonIsToldWhatToCheck() {
    assertThatThrownBy(() -> InfernetContracts.find(world.anvil.rpc(), world.stranger.address()))
        .hasMessageContaining("no contract at the registry's address")
        .hasMessageContaining("check the address and the RPC URL");
  }

  @Test
  void whatIsOnChainIsReadInFewQuestions() throws Exception {
    var consumer = callback();
    long first = request(consumer, 2);
    long second = request(consumer, 2);
    deliver(world.node, second, 1);
    assertThat(get(contracts.nextId(BlockTag.LATEST))).isEqualTo(3);
    assertThat(get(contracts.subscription(first, BlockTag.LATEST))).isEqualTo(terms(first));
    assertThat(get(contracts.subscriptions(1, 3, BlockTag.LATEST)))
        .containsExactly(terms(first), terms(second));
    assertThat(
            get(
                contracts.answers(
                    List.of(new Interval(first, 1), new Interval(second, 1)), BlockTag.LATEST)))
        .containsExactly(0, 1);
    var questions =
        List.of(
            contracts.answered(new Interval(second, 1), world.node.address(), BlockTag.LATEST),
            contracts.answered(new Interval(first, 1), world.node.address(), BlockTag.LATEST));
    assertThat(world.anvil.rpc().ask(questions))
        .containsExactly(new RpcAnswer.Value<>(true), new RpcAnswer.Value<>(false));
    assertThatThrownBy(() -> contracts.subscriptions(3, 2, BlockTag.LATEST))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aConsumersInputsAreItsOwnAndNoneIfItHasNone() throws Exception {
    var made = callback();
    long id = request(made, 1);
    var consumer = new ConsumerContract(made.address);
    assertThat(inputs(consumer, id)).isEqualTo(Data.of(INPUT));
    assertThat(inputs(new ConsumerContract(world.stranger.address()), id)).isEqualTo(Data.EMPTY);
    assertThat(inputs(new ConsumerContract(world.at.registry()), id)).isEqualTo(Data.EMPTY);
    assertThat(signer(consumer)).contains(world.user.address());
    assertThat(signer(new ConsumerContract(world.stranger.address()))).isEmpty();
    assertThat(signer(new ConsumerContract(world.at.inbox()))).isEmpty();
  }

  @Test
  void anAnswerIsTriedBeforeItIsSent() throws Exception {
    long id = request(callback(), 1);
    assertThat(tried(contracts.deliver(id, Delivery.trial(1, NOBODY))))
        .isEqualTo(new Simulation.Passes());
    assertThat(tried(contracts.deliver(id, Delivery.trial(2, NOBODY))))
        .isInstanceOfSatisfying(
            Simulation.Fails.class,
            fails -> assertThat(fails.known()).contains(ContractError.INTERVAL_MISMATCH));
    var answer = new Delivery(1, Data.of(INPUT), Data.of(OUTPUT), Data.of(PROOF), NOBODY);
    world.mined(world.node.transactions().send(contracts.deliver(id, answer)));
    assertThat(tried(contracts.deliver(id, answer)))
        .isInstanceOfSatisfying(
            Simulation.Fails.class,
            fails -> {
              assertThat(fails.known()).contains(ContractError.INTERVAL_COMPLETED);
              assertThat(fails.known()).map(ContractError::isHarmless).contains(true);
            });
  }

  @Test
  void aSignedSubscriptionIsMadeByItsFirstAnswer() throws Exception {
    var consumer = callback();
    var delegated =
        new DelegatedTerms(
            5,
            4_000_000_000L,
            new Terms(
                consumer.address,
                0,
                0,
                1,
                1,
                ContainerId.of("echo"),
                false,
                NOBODY,
                BigInteger.ZERO,
                NOBODY,
                NOBODY));
    var signature =
        world
            .user
            .key()
            .sign(
                delegated.digest(
                    DelegatedTerms.domain(world.anvil.chainId(), world.at.coordinator())));
    assertThat(get(contracts.delegated(consumer.address, 5, BlockTag.LATEST))).isZero();
    world.mined(
        world
            .node
            .transactions()
            .send(contracts.deliver(delegated, signature, Delivery.trial(1, NOBODY))));
    assertThat(get(contracts.delegated(consumer.address, 5, BlockTag.LATEST))).isEqualTo(1);
  }

  @Test
  void aWalletIsCheckedFundedAndAllowed() throws Exception {
    var wallet = new WalletContract(world.wallet(world.node).address);
    var token = world.make("PlainToken", NOTHING);
    assertThat(get(contracts.isWallet(wallet.address(), BlockTag.LATEST))).isTrue();
    assertThat(get(contracts.isWallet(world.node.address(), BlockTag.LATEST))).isFalse();
    assertThat(get(wallet.owner(BlockTag.LATEST))).isEqualTo(world.node.address());
    world.pay(wallet.address(), BigInteger.TEN);
    token.does(world.user, "mint", wallet.address(), BigInteger.TWO);
    assertThat(get(wallet.balance(NOBODY, BlockTag.LATEST))).isEqualTo(BigInteger.TEN);
    assertThat(get(wallet.balance(token.address, BlockTag.LATEST))).isEqualTo(BigInteger.TWO);
    world.mined(
        world
            .node
            .transactions()
            .send(wallet.approve(world.node.address(), NOBODY, BigInteger.TEN)));
    assertThat(get(wallet.allowance(world.node.address(), NOBODY, BlockTag.LATEST)))
        .isEqualTo(BigInteger.TEN);
    world.mined(world.node.transactions().send(wallet.withdraw(NOBODY, BigInteger.TEN)));
    assertThat(get(wallet.balance(NOBODY, BlockTag.LATEST))).isZero();
  }

  private <T> T get(RpcCall<T> call) throws InterruptedException {
    return world.anvil.rpc().get(call);
  }

  private Data inputs(ConsumerContract consumer, long id) throws InterruptedException {
    return ConsumerContract.inputs(
        world.anvil.rpc().ask(consumer.inputs(id, 1, 0, world.node.address(), BlockTag.LATEST)));
  }

  private Optional<com.esaulpaugh.headlong.abi.Address> signer(ConsumerContract consumer)
      throws InterruptedException {
    return ConsumerContract.signer(world.anvil.rpc().ask(consumer.signer(BlockTag.LATEST)));
  }

  private Simulation tried(Order order) throws InterruptedException {
    var message = order.from(world.node.address());
    return Simulation.of(world.anvil.rpc().ask(Eth.call(message, BlockTag.LATEST)));
  }
}
