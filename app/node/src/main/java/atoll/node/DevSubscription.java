package atoll.node;

import atoll.chain.Addresses;
import atoll.chain.BlockTag;
import atoll.chain.ContractAbi;
import atoll.chain.Eth;
import atoll.chain.FeePolicy;
import atoll.chain.JsonRpc;
import atoll.chain.Order;
import atoll.chain.Outbox;
import atoll.chain.Pause;
import atoll.chain.Receipt;
import atoll.chain.SendOutcome;
import atoll.chain.Transactions;
import atoll.chain.infernet.Artifact;
import atoll.chain.infernet.ContractDeployment;
import atoll.chain.infernet.InfernetAddresses;
import atoll.chain.infernet.InfernetContracts;
import atoll.chain.infernet.WalletContract;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.Ticker;
import com.esaulpaugh.headlong.abi.Address;
import com.esaulpaugh.headlong.abi.Tuple;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * Everything on a chain for trying things that one paid subscription needs: contracts, a subscriber
 * with a wallet, a wallet for the node. Blocks while blocks are made.
 */
final class DevSubscription {
  static final long INTERVALS = 3;
  static final long PERIOD_SECONDS = 5;
  static final BigInteger PRICE = BigInteger.TEN.pow(17);

  private final JsonRpc rpc;
  private final Ticker ticker;
  private final Pause pause;
  private final Transactions user;

  DevSubscription(JsonRpc rpc, Ticker ticker, Pause pause) throws InterruptedException {
    this.rpc = rpc;
    this.ticker = ticker;
    this.pause = pause;
    this.user =
        new Transactions(
            rpc,
            DevChain.Account.USER.key(),
            rpc.get(Eth.chainId()),
            FeePolicy.USUAL,
            Outbox.FORGETFUL,
            ticker,
            pause);
  }

  InfernetAddresses deploy() throws InterruptedException {
    return ContractDeployment.deploy(rpc, DevChain.Account.DEPLOYER.key(), ticker, pause);
  }

  /** Made by the factory for its owner. */
  Address wallet(InfernetAddresses at, Address owner) throws InterruptedException {
    var factory = Artifact.named("WalletFactory").abi();
    var receipt =
        mined(user.send(Order.call(at.walletFactory(), factory.call("createWallet", owner))));
    return event(factory, receipt, "WalletCreated").get(2);
  }

  /**
   * Asks for an answer of some containers in each interval, and lays the money for all of them
   * ready.
   *
   * @param containers ids, joined by commas
   * @return the id
   */
  long subscribe(InfernetAddresses at, String containers) throws InterruptedException {
    var artifact = Artifact.exampleSubscriber();
    var made =
        mined(user.send(Order.create(artifact.creation(ContractAbi.addresses(at.registry())))));
    var subscriber = made.made().orElseThrow();
    var payer = wallet(at, user.account());
    var all = PRICE.multiply(BigInteger.valueOf(INTERVALS));
    var _ = mined(user.send(Order.pay(payer, all)));
    var _ = mined(user.send(new WalletContract(payer).approve(subscriber, Addresses.ZERO, all)));
    var receipt =
        mined(
            user.send(
                Order.call(
                    subscriber,
                    artifact
                        .abi()
                        .call(
                            "subscribe",
                            containers,
                            INTERVALS,
                            PERIOD_SECONDS,
                            1,
                            false,
                            Addresses.ZERO,
                            PRICE,
                            payer,
                            Addresses.ZERO))));
    return event(Artifact.named("EIP712Coordinator").abi(), receipt, "SubscriptionCreated")
        .<Long>get(0);
  }

  /** How many nodes answered an interval, and what a wallet holds then, in wei. */
  record Seen(int answers, BigInteger earned) {}

  Seen look(InfernetAddresses at, long id, long interval, Address earner)
      throws InterruptedException {
    var asked = List.of(new InfernetContracts.Interval(id, interval));
    int answers = rpc.get(new InfernetContracts(at).answers(asked, BlockTag.LATEST)).getFirst();
    return new Seen(answers, rpc.get(Eth.balance(earner, BlockTag.LATEST)));
  }

  private static Tuple event(ContractAbi abi, Receipt receipt, String name) {
    return receipt.logs().stream()
        .map(log -> abi.read(name, log))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() -> new AtollException(ErrorCode.CONFLICT, "no " + name + " was emitted"));
  }

  private static Receipt mined(SendOutcome outcome) {
    if (outcome instanceof SendOutcome.Mined(var receipt) && receipt.succeeded()) return receipt;
    throw new AtollException(ErrorCode.CONFLICT, "a transaction was not taken: " + outcome);
  }
}
