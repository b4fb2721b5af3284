package atoll.chain.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.Receipt;
import atoll.chain.infernet.World.Contract;
import java.math.BigInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** §5.3 and §5.4: stakes, verdicts and slashing. */
class ProofTest extends OnChain {
  private static final int LATER = 0;
  private static final int VALID = 1;
  private static final int INVALID = 2;
  private static final int TWICE = 3;
  private static final BigInteger AMOUNT = BigInteger.valueOf(40_000_000);
  private static final BigInteger VERIFIER_FEE = BigInteger.valueOf(5_000_000);
  private static final long WEEK = 7 * 24 * 3600;

  private Contract consumer;
  private Contract payer;
  private Contract earner;
  private Contract verifier;
  private Contract token;

  @BeforeEach
  void beginProving() throws Exception {
    consumer = callback();
    payer = world.wallet(world.user);
    earner = world.wallet(world.node);
    verifier = world.make("JudgingVerifier", World.words(world.at.coordinator()));
    token = world.make("PlainToken", NOTHING);
    for (var wallet : new Contract[] {payer, earner})
      token.does(world.user, "mint", wallet.address, AMOUNT);
    payer.does(world.user, "approve", consumer.address, token.address, AMOUNT);
    earner.does(world.node, "approve", world.node.address(), token.address, AMOUNT);
    verifier.does(world.user, "support", token.address, VERIFIER_FEE);
  }

  @Test
  @DisplayName("check 27: an atomic verdict that the proof holds pays the node")
  void aProofThatHoldsAtOncePaysTheNode() throws Exception {
    verifier.does(world.user, "behave", VALID);
    var receipt = deliver(world.node, proven(), 1, earner.address);
    assertVerdict(receipt, true, true);
    assertBalances(0, 70_912_000, 4_744_500, 4_343_500);
    assertThat(allowance(payer, consumer.address)).isZero();
    assertThat(allowance(earner, world.node.address())).isEqualTo(AMOUNT);
  }

  @Test
  @DisplayName("check 27: an atomic verdict that it does not slashes the node by all it staked")
  void aProofThatFailsSlashesTheNode() throws Exception {
    verifier.does(world.user, "behave", INVALID);
    assertVerdict(deliver(world.node, proven(), 1, earner.address), true, false);
    // The consumer gets its escrow and the stake, less what verifier and protocol took.
    assertBalances(70_912_000, 0, 4_744_500, 4_343_500);
    assertThat(allowance(payer, consumer.address)).isEqualTo(30_912_000);
    assertThat(allowance(earner, world.node.address())).isZero();
  }

  @Test
  void anEtherSlashHasThePublishedNumbers() throws Exception {
    var fee = World.ETHER.multiply(BigInteger.valueOf(111)).divide(BigInteger.valueOf(1000));
    verifier.does(world.user, "support", NOBODY, fee);
    verifier.does(world.user, "behave", INVALID);
    for (var wallet : new Contract[] {payer, earner}) world.pay(wallet.address, World.ETHER);
    payer.does(world.user, "approve", consumer.address, NOBODY, World.ETHER);
    earner.does(world.node, "approve", world.node.address(), NOBODY, World.ETHER);
    var protocol = world.balance(world.deployer.address());
    deliver(
        world.node,
        requestPaid(consumer, 1, World.ETHER, NOBODY, payer.address, verifier.address),
        1,
        earner.address);
    assertThat(world.balance(payer.address)).isEqualTo("1786800000000000000");
    assertThat(world.balance(earner.address)).isZero();
    assertThat(world.balance(verifier.address)).isEqualTo("105327900000000000");
    assertThat(world.balance(world.deployer.address()).subtract(protocol))
        .isEqualTo("107872100000000000");
  }

  @Test
  void whileAVerdictIsAwaitedBothSidesAreHeld() throws Exception {
    long id = proven();
    var receipt = deliver(world.node, id, 1, earner.address);
    verifier.event(receipt, "Asked");
    var request =
        world.coordinator.results(
            "proofRequests", (Object) StateKeys.answer(id, 1, world.node.address()).bytes());
    assertThat(request.<Long>get(0)).isEqualTo(world.anvil.now() + WEEK);
    assertThat(request.<Object>get(1)).isEqualTo(earner.address);
    assertThat(request.<BigInteger>get(2)).isEqualTo(30_912_000);
    assertThat(earner.refuses(world.node, "withdraw", token.address, BigInteger.ONE))
        .isEqualTo("InsufficientFunds");
    assertThat(payer.refuses(world.user, "withdraw", token.address, BigInteger.ONE))
        .isEqualTo("InsufficientFunds");
    assertThat(earner.event(receipt, "Escrow").<Boolean>get(3)).isTrue();
    // The consumer has its answer already: it must wait for the verdict by itself.
    consumer.event(receipt, "Received");
  }

  @Test
  void onlyTheVerifierJudgesWithinAWeekAndOnce() throws Exception {
    long id = proven();
    deliver(world.node, id, 1, earner.address);
    assertThat(judgement(world.stranger, id, true)).isEqualTo("UnauthorizedVerifier");
    assertThat(judgement(world.node, id, true)).isEqualTo("UnauthorizedVerifier");
    var receipt = verifier.does(world.user, "judge", id, 1L, world.node.address(), true);
    assertVerdict(receipt, true, true);
    assertThat(judgement(world.stranger, id, true)).isEqualTo("ProofRequestNotFound");
    assertThat(verifier.refuses(world.user, "judge", id, 1L, world.node.address(), false))
        .isEqualTo("ProofRequestNotFound");
    assertBalances(0, 70_912_000, 4_744_500, 4_343_500);
  }

  @Test
  void afterAWeekAnyoneHasTheNodePaidWhateverTheySay() throws Exception {
    long id = proven();
    deliver(world.node, id, 1, earner.address);
    world.anvil.goTo(world.anvil.now() + WEEK);
    var receipt =
        world.coordinator.does(
            world.stranger, "finalizeProofVerification", id, 1L, world.node.address(), false);
    assertVerdict(receipt, false, false);
    assertBalances(0, 70_912_000, 4_744_500, 4_343_500);
  }

  @Test
  void aVerdictComesAlsoAfterTheSubscriptionWasCancelled() throws Exception {
    var recurring = subscriber();
    payer.does(world.user, "approve", recurring.address, token.address, AMOUNT);
    long id =
        created(
            recurring.does(
                world.user,
                "subscribe",
                "echo",
                1L,
                0L,
                1,
                true,
                token.address,
                AMOUNT,
                payer.address,
                verifier.address));
    deliver(world.node, id, 1, earner.address);
    recurring.does(world.user, "cancel", id);
    verifier.does(world.user, "judge", id, 1L, world.node.address(), true);
    assertBalances(0, 70_912_000, 4_744_500, 4_343_500);
  }

  @Test
  void aVerdictGivenTwiceAtOnceFailsTheDelivery() throws Exception {
    verifier.does(world.user, "behave", TWICE);
    long id = proven();
    assertThat(refused(world.node, id, 1, earner.address)).isEqualTo("ProofRequestNotFound");
    verifier.does(world.user, "behave", LATER);
    deliver(world.node, id, 1, earner.address);
  }

  @Test
  void aNodeStakesAllOfThePaymentInItsOwnName() throws Exception {
    long id = proven();
    assertThat(refused(world.secondNode, id, 1, earner.address)).isEqualTo("InsufficientAllowance");
    earner.does(world.node, "withdraw", token.address, BigInteger.ONE);
    assertThat(refused(world.node, id, 1, earner.address)).isEqualTo("InsufficientFunds");
  }

  @Test
  void aVerifierIsPaidInTokensThatItTakesOnly() throws Exception {
    world.pay(payer.address, World.ETHER);
    payer.does(world.user, "approve", consumer.address, NOBODY, World.ETHER);
    long id = requestPaid(consumer, 1, World.ETHER, NOBODY, payer.address, verifier.address);
    assertThat(refused(world.node, id, 1, earner.address)).isEqualTo("UnsupportedVerifierToken");
  }

  @Test
  void aVerifierThatCostsMoreThanIsLeftIsRefused() throws Exception {
    verifier.does(world.user, "support", token.address, AMOUNT);
    assertThat(refused(world.node, proven(), 1, earner.address)).isEqualTo("Panic 17");
  }

  @Test
  void withoutPaymentAVerifierIsNotAsked() throws Exception {
    long id = requestPaid(consumer, 1, BigInteger.ZERO, NOBODY, NOBODY, verifier.address);
    assertThat(verifier.events(deliver(world.node, id, 1), "Asked")).isEmpty();
  }

  @Test
  void ofTwoNodesEachHasItsOwnVerdict() throws Exception {
    token.does(world.user, "mint", payer.address, AMOUNT);
    payer.does(
        world.user, "approve", consumer.address, token.address, AMOUNT.multiply(BigInteger.TWO));
    var second = world.wallet(world.secondNode);
    token.does(world.user, "mint", second.address, AMOUNT);
    second.does(world.secondNode, "approve", world.secondNode.address(), token.address, AMOUNT);
    long id = requestPaid(consumer, 2, AMOUNT, token.address, payer.address, verifier.address);
    deliver(world.node, id, 1, earner.address);
    deliver(world.secondNode, id, 1, second.address);
    verifier.does(world.user, "judge", id, 1L, world.node.address(), false);
    verifier.does(world.user, "judge", id, 1L, world.secondNode.address(), true);
    assertThat(tokens(earner.address)).isZero();
    assertThat(tokens(second.address)).isEqualTo(70_912_000);
    assertThat(tokens(payer.address)).isEqualTo(70_912_000);
  }

  private long proven() throws Exception {
    return requestPaid(consumer, 1, AMOUNT, token.address, payer.address, verifier.address);
  }

  private String judgement(World.Account by, long id, boolean valid) throws Exception {
    return world.coordinator.refuses(
        by, "finalizeProofVerification", id, 1L, world.node.address(), valid);
  }

  private void assertVerdict(Receipt receipt, boolean active, boolean valid) {
    var verdict = world.coordinator.event(receipt, "ProofVerified");
    assertThat(verdict.<Object>get(2)).isEqualTo(world.node.address());
    assertThat(verdict.<Boolean>get(3)).isEqualTo(active);
    assertThat(verdict.<Object>get(4))
        .isEqualTo(active ? verifier.address : world.stranger.address());
    assertThat(verdict.<Boolean>get(5)).isEqualTo(valid);
  }

  private void assertBalances(long consumerHas, long nodeHas, long verifierHas, long protocolHas)
      throws Exception {
    assertThat(tokens(payer.address)).isEqualTo(consumerHas);
    assertThat(tokens(earner.address)).isEqualTo(nodeHas);
    assertThat(tokens(verifier.address)).isEqualTo(verifierHas);
    assertThat(tokens(world.deployer.address())).isEqualTo(protocolHas);
  }

  private BigInteger tokens(com.esaulpaugh.headlong.abi.Address of) throws Exception {
    return token.asked("balanceOf", of);
  }

  private BigInteger allowance(Contract wallet, com.esaulpaugh.headlong.abi.Address spender)
      throws Exception {
    return wallet.asked("allowance", spender, token.address);
  }
}
