package atoll.chain.infernet;

import atoll.chain.Addresses;
import atoll.chain.Receipt;
import atoll.chain.infernet.World.Account;
import atoll.chain.infernet.World.Contract;
import com.esaulpaugh.headlong.abi.Address;
import java.math.BigInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What tests of the contracts share: a chain of their own, and how to ask, answer and pay. */
@Timeout(120)
abstract class OnChain {
  protected static final byte[] INPUT = {1, 2, 3};
  protected static final byte[] OUTPUT = {4, 5};
  protected static final byte[] PROOF = {6};
  protected static final byte[] NOTHING = {};
  protected static final Address NOBODY = Addresses.ZERO;

  protected World world;

  @BeforeEach
  void beginWorld() throws Exception {
    world = new World();
  }

  @AfterEach
  void endWorld() {
    world.close();
  }

  protected Contract callback() throws Exception {
    return world.make("RecordingCallback", World.words(world.at.registry(), world.user.address()));
  }

  protected Contract subscriber() throws Exception {
    return world.make("RecordingSubscriber", World.words(world.at.registry()));
  }

  /** An unpaid request; its id. */
  protected long request(Contract consumer, int redundancy) throws Exception {
    return requestPaid(consumer, redundancy, BigInteger.ZERO, NOBODY, NOBODY, NOBODY);
  }

  protected long requestPaid(
      Contract consumer,
      int redundancy,
      BigInteger amount,
      Address token,
      Address wallet,
      Address verifier)
      throws Exception {
    return created(
        consumer.does(
            world.user, "request", "echo", INPUT, redundancy, token, amount, wallet, verifier));
  }

  protected long subscribe(
      Contract consumer, long frequency, long period, int redundancy, boolean lazy)
      throws Exception {
    return created(
        consumer.does(
            world.user,
            "subscribe",
            "echo",
            frequency,
            period,
            redundancy,
            lazy,
            NOBODY,
            BigInteger.ZERO,
            NOBODY,
            NOBODY));
  }

  protected long created(Receipt receipt) {
    return world.coordinator.event(receipt, "SubscriptionCreated").<Long>get(0);
  }

  protected Receipt deliver(Account by, long id, long interval, Address nodeWallet)
      throws Exception {
    return world.coordinator.does(by, "deliverCompute", delivery(id, interval, nodeWallet));
  }

  protected Receipt deliver(Account by, long id, long interval) throws Exception {
    return deliver(by, id, interval, NOBODY);
  }

  protected String refused(Account by, long id, long interval, Address nodeWallet)
      throws Exception {
    return world.coordinator.refuses(by, "deliverCompute", delivery(id, interval, nodeWallet));
  }

  protected String refused(Account by, long id, long interval) throws Exception {
    return refused(by, id, interval, NOBODY);
  }

  protected static Object[] delivery(long id, long interval, Address nodeWallet) {
    return new Object[] {id, interval, INPUT, OUTPUT, PROOF, nodeWallet};
  }

  protected int answers(long id, long interval) throws Exception {
    return world.coordinator.<Integer>asked(
        "redundancyCount", (Object) StateKeys.interval(id, interval).bytes());
  }

  protected Terms terms(long id) throws Exception {
    return Terms.of(world.coordinator.asked("getSubscription", id));
  }
}
