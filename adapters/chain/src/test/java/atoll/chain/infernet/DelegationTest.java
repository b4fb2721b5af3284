package atoll.chain.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.Anvil;
import atoll.chain.Receipt;
import atoll.chain.Signature;
import atoll.chain.infernet.World.Contract;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** §5.5: subscriptions that a contract's key signs and anyone brings. */
class DelegationTest extends OnChain {
  private Contract consumer;

  @BeforeEach
  void beginDelegating() throws Exception {
    consumer = callback();
  }

  @Test
  @DisplayName("check 25: the first answer makes the subscription, in one transaction")
  void anAnswerMakesTheSubscriptionThatItAnswers() throws Exception {
    var delegated = delegated(7, 1);
    var receipt = deliverFor(world.node, delegated, signed(delegated));
    long id = created(receipt);
    assertThat(consumer.event(receipt, "Received").<byte[]>get(5)).isEqualTo(OUTPUT);
    assertThat(terms(id)).isEqualTo(delegated.terms());
    assertThat(idOf(7)).isEqualTo(id);
    assertThat(world.coordinator.<Long>asked("maxSubscriberNonce", consumer.address)).isEqualTo(7);
    assertThat(deliveryRefused(world.secondNode, delegated, signed(delegated)))
        .isEqualTo("IntervalCompleted");
  }

  @Test
  void whoBringsItSecondGetsTheSameSubscriptionUnchecked() throws Exception {
    var delegated = delegated(0, 2);
    long id = created(create(world.stranger, delegated, signed(delegated)));
    var garbage = Signature.of(27, BigInteger.ONE, BigInteger.ONE);
    var past = new DelegatedTerms(0, 0, delegated.terms());
    var again = create(world.node, past, garbage);
    assertThat(world.coordinator.events(again, "SubscriptionCreated")).isEmpty();
    deliverFor(world.node, delegated, signed(delegated));
    deliverFor(world.secondNode, past, garbage);
    assertThat(answers(id, 1)).isEqualTo(2);
  }

  @Test
  void noncesNeedNoOrder() throws Exception {
    for (long nonce : new long[] {9, 3, 0, 4_294_967_295L}) {
      var delegated = delegated(nonce, 1);
      assertThat(created(create(world.node, delegated, signed(delegated)))).isEqualTo(idOf(nonce));
    }
    assertThat(world.coordinator.<Long>asked("maxSubscriberNonce", consumer.address))
        .isEqualTo(4_294_967_295L);
    assertThat(world.coordinator.<Long>asked("id")).isEqualTo(5L);
  }

  @Test
  void onlyTheContractsOwnSignerSigns() throws Exception {
    var delegated = delegated(1, 1);
    var others = Anvil.key(4).sign(delegated.digest(domain()));
    assertThat(creationRefused(delegated, others)).isEqualTo("SignerMismatch");
    assertThat(deliveryRefused(world.node, delegated, others)).isEqualTo("SignerMismatch");
    var changed = new DelegatedTerms(2, delegated.expiry(), delegated.terms());
    assertThat(creationRefused(changed, signed(delegated))).isEqualTo("SignerMismatch");
    consumer.does(world.user, "sign", world.stranger.address());
    assertThat(creationRefused(delegated, signed(delegated))).isEqualTo("SignerMismatch");
    create(world.node, delegated, others);
  }

  @Test
  void aSignatureForAnotherChainOrCoordinatorIsAnothers() throws Exception {
    var delegated = delegated(1, 1);
    for (var domain :
        List.of(
            DelegatedTerms.domain(1, world.at.coordinator()),
            DelegatedTerms.domain(31337, world.at.registry())))
      assertThat(creationRefused(delegated, world.user.key().sign(delegated.digest(domain))))
          .isEqualTo("SignerMismatch");
  }

  @Test
  void numbersThatAreNoSignatureAreRefused() throws Exception {
    var most = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    assertThat(creationRefused(delegated(1, 1), Signature.of(27, most, most)))
        .isEqualTo("INVALID_SIGNATURE");
    var delegated = delegated(1, 1);
    var zeroBased = arguments(delegated, signed(delegated));
    zeroBased[3] = signed(delegated).parity();
    assertThat(world.coordinator.refuses(world.node, "createSubscriptionDelegatee", zeroBased))
        .isEqualTo("INVALID_SIGNATURE");
  }

  @Test
  void fromItsExpiryOnASignatureIsWorthNothing() throws Exception {
    long now = world.anvil.now();
    var delegated = new DelegatedTerms(1, now + 100, delegated(1, 1).terms());
    world.anvil.goTo(now + 100);
    assertThat(creationRefused(delegated, signed(delegated))).isEqualTo("SignatureExpired");
  }

  @Test
  void anAnswerThatIsRefusedLeavesNoSubscription() throws Exception {
    consumer.does(world.user, "refuse", true);
    var delegated = delegated(1, 1);
    assertThat(deliveryRefused(world.node, delegated, signed(delegated))).isEqualTo("Refused");
    assertThat(idOf(1)).isZero();
    assertThat(world.coordinator.<Long>asked("id")).isEqualTo(1L);
  }

  @Test
  void whenItBeginsIsTheSignersChoice() throws Exception {
    var terms = delegated(1, 1).terms();
    var later =
        new DelegatedTerms(
            1,
            4_000_000_000L,
            new Terms(
                terms.owner(),
                world.anvil.now() + 50,
                10,
                2,
                1,
                terms.containerId(),
                false,
                NOBODY,
                BigInteger.ZERO,
                NOBODY,
                NOBODY));
    assertThat(deliveryRefused(world.node, later, signed(later)))
        .isEqualTo("SubscriptionNotActive");
    world.anvil.goTo(later.terms().activeAt());
    deliverFor(world.node, later, signed(later));
  }

  private DelegatedTerms delegated(long nonce, int redundancy) {
    return new DelegatedTerms(
        nonce,
        4_000_000_000L,
        new Terms(
            consumer.address,
            0,
            0,
            1,
            redundancy,
            ContainerId.of("echo"),
            false,
            NOBODY,
            BigInteger.ZERO,
            NOBODY,
            NOBODY));
  }

  private atoll.chain.TypedDomain domain() {
    return DelegatedTerms.domain(world.anvil.chainId(), world.at.coordinator());
  }

  private Signature signed(DelegatedTerms delegated) {
    return world.user.key().sign(delegated.digest(domain()));
  }

  private static Object[] arguments(DelegatedTerms delegated, Signature signature, Object... more) {
    var all =
        new ArrayList<Object>(
            List.of(
                delegated.nonce(),
                delegated.expiry(),
                delegated.terms().tuple(),
                signature.v(),
                word(signature.r()),
                word(signature.s())));
    all.addAll(Arrays.asList(more));
    return all.toArray();
  }

  private Receipt create(World.Account by, DelegatedTerms delegated, Signature signature)
      throws Exception {
    return world.coordinator.does(
        by, "createSubscriptionDelegatee", arguments(delegated, signature));
  }

  private String creationRefused(DelegatedTerms delegated, Signature signature) throws Exception {
    return world.coordinator.refuses(
        world.node, "createSubscriptionDelegatee", arguments(delegated, signature));
  }

  private Receipt deliverFor(World.Account by, DelegatedTerms delegated, Signature signature)
      throws Exception {
    return world.coordinator.does(
        by,
        "deliverComputeDelegatee",
        arguments(delegated, signature, 1L, INPUT, OUTPUT, PROOF, NOBODY));
  }

  private String deliveryRefused(World.Account by, DelegatedTerms delegated, Signature signature)
      throws Exception {
    return world.coordinator.refuses(
        by,
        "deliverComputeDelegatee",
        arguments(delegated, signature, 1L, INPUT, OUTPUT, PROOF, NOBODY));
  }

  private long idOf(long nonce) throws Exception {
    return world.coordinator.<Long>asked(
        "delegateCreatedIds", (Object) StateKeys.delegated(consumer.address, nonce).bytes());
  }

  private static byte[] word(BigInteger number) {
    var bytes = number.toByteArray();
    var word = new byte[32];
    int length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, word, 32 - length, length);
    return word;
  }
}
