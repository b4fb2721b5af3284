package atoll.chain.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** §5.2, §9: who tries to be paid twice, or to keep others from being paid. */
class AttackTest extends OnChain {

  @Test
  void aConsumerDeliversNothingFromInsideADelivery() throws Exception {
    var consumer = world.make("ReentrantConsumer", World.words(world.at.registry()));
    long id = created(consumer.does(world.user, "request", 5));
    assertThat(refused(world.node, id, 1)).isEqualTo("Reentrancy");
    assertThat(answers(id, 1)).isZero();
  }

  @Test
  void aFeeRecipientThatBurnsGasHoldsUpNoPayment() throws Exception {
    var burner = world.make("GasBurner", NOTHING);
    world.fee.does(world.deployer, "transferOwnership", burner.address);
    var consumer = callback();
    var payer = world.wallet(world.user);
    var earner = world.wallet(world.node);
    world.pay(payer.address, World.ETHER);
    payer.does(world.user, "approve", consumer.address, NOBODY, World.ETHER);
    long id = requestPaid(consumer, 1, World.ETHER, NOBODY, payer.address, NOBODY);
    deliver(world.node, id, 1, earner.address);
    assertThat(world.balance(burner.address)).isEqualTo("102200000000000000");
  }

  @Test
  void aPaymentTooLargeToCountIsRefused() throws Exception {
    var consumer = callback();
    var payer = world.wallet(world.user);
    var earner = world.wallet(world.node);
    var most = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    payer.does(world.user, "approve", consumer.address, NOBODY, most);
    long id = requestPaid(consumer, 1, most, NOBODY, payer.address, NOBODY);
    assertThat(refused(world.node, id, 1, earner.address)).isEqualTo("Panic 17");
  }

  @Test
  void aVerdictWithoutARequestIsRefused() throws Exception {
    assertThat(
            world.coordinator.refuses(
                world.stranger, "finalizeProofVerification", 1L, 1L, world.node.address(), true))
        .isEqualTo("ProofRequestNotFound");
  }
}
