package atoll.chain.infernet;

import atoll.chain.Addresses;
import atoll.chain.BlockTag;
import atoll.chain.ContractAbi;
import atoll.chain.Eth;
import atoll.chain.JsonRpc;
import atoll.chain.Log;
import atoll.chain.MinedLog;
import atoll.chain.Order;
import atoll.chain.Receipt;
import atoll.chain.RpcCall;
import atoll.chain.Signature;
import atoll.chain.Word;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import com.esaulpaugh.headlong.abi.Address;
import com.esaulpaugh.headlong.abi.Tuple;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a node asks of one deployment's contracts, and what it tells them. Asks nothing by itself,
 * so questions can be batched.
 */
public record InfernetContracts(InfernetAddresses at) {
  private static final ContractAbi REGISTRY = Artifact.named("Registry").abi();
  private static final ContractAbi COORDINATOR = Artifact.named("EIP712Coordinator").abi();
  private static final ContractAbi READER = Artifact.named("Reader").abi();
  private static final ContractAbi FACTORY = Artifact.named("WalletFactory").abi();
  private static final ContractAbi FEE = Artifact.named("Fee").abi();
  private static final ContractAbi WALLET = Artifact.named("Wallet").abi();
  private static final String PAID = "Transfer";
  private static final String CANCELLED = "SubscriptionCancelled";

  /**
   * Asks the registry where the others are.
   *
   * @throws AtollException if no registry is there
   */
  public static InfernetContracts find(JsonRpc rpc, Address registry) throws InterruptedException {
    if (rpc.get(Eth.code(registry, BlockTag.LATEST)).isEmpty())
      throw new AtollException(
          ErrorCode.CONFIG_REFUSED,
          "there is no contract at the registry's address "
              + registry
              + " on this chain: check the address and the RPC URL");
    return new InfernetContracts(
        new InfernetAddresses(
            registry,
            rpc.get(entry(registry, "COORDINATOR")),
            rpc.get(entry(registry, "INBOX")),
            rpc.get(entry(registry, "READER")),
            rpc.get(entry(registry, "FEE")),
            rpc.get(entry(registry, "WALLET_FACTORY"))));
  }

  /** The id that the next subscription gets; the first is 1. */
  public RpcCall<Long> nextId(BlockTag block) {
    return ask(at.coordinator(), COORDINATOR, block, result -> result.get(0), "id");
  }

  public RpcCall<Terms> subscription(long id, BlockTag block) {
    return ask(
        at.coordinator(),
        COORDINATOR,
        block,
        result -> Terms.of(result.get(0)),
        "getSubscription",
        id);
  }

  /** Subscriptions from one id up to but without another; those never made have no owner. */
  public RpcCall<List<Terms>> subscriptions(long from, long to, BlockTag block) {
    if (from < 0 || to < from)
      throw new IllegalArgumentException("no range of subscriptions: " + from + " to " + to);
    return ask(
        at.reader(),
        READER,
        block,
        result -> {
          var batch = Arrays.stream(result.<Tuple[]>get(0)).map(Terms::of).toList();
          if (batch.size() != to - from)
            throw new IllegalArgumentException(
                "asked for " + (to - from) + " subscriptions, got " + batch.size());
          return batch;
        },
        "readSubscriptionBatch",
        from,
        to);
  }

  /** Which subscriptions were cancelled in some blocks, the last one included; some maybe twice. */
  public RpcCall<List<Long>> cancelled(long fromBlock, long toBlock) {
    var topics = List.of(Optional.of(COORDINATOR.topic(CANCELLED)));
    return Eth.logs(fromBlock, toBlock, Optional.of(at.coordinator()), topics)
        .map(logs ->
            logs.stream().flatMap(mined -> subscription(CANCELLED, mined.log()).stream()).toList());
  }

  /** One interval of one subscription. */
  public record Interval(long subscription, long number) {}

  /** How many nodes answered each interval, in their order. */
  public RpcCall<List<Integer>> answers(Collection<Interval> intervals, BlockTag block) {
    return ask(
        at.reader(),
        READER,
        block,
        result -> {
          var counts = Arrays.stream(result.<int[]>get(0)).boxed().toList();
          if (counts.size() != intervals.size())
            throw new IllegalArgumentException(
                "asked for " + intervals.size() + " counts, got " + counts.size());
          return counts;
        },
        "readRedundancyCountBatch",
        intervals.stream().mapToLong(Interval::subscription).toArray(),
        intervals.stream().mapToLong(Interval::number).toArray());
  }

  public RpcCall<Boolean> answered(Interval interval, Address node, BlockTag block) {
    return ask(
        at.coordinator(),
        COORDINATOR,
        block,
        result -> result.get(0),
        "nodeResponded",
        (Object) key(StateKeys.answer(interval.subscription(), interval.number(), node)));
  }

  /** What a signed subscription became; 0 if nobody has brought it yet. */
  public RpcCall<Long> delegated(Address owner, long nonce, BlockTag block) {
    return ask(
        at.coordinator(),
        COORDINATOR,
        block,
        result -> result.get(0),
        "delegateCreatedIds",
        (Object) key(StateKeys.delegated(owner, nonce)));
  }

  /**
   * What the protocol takes of a payment, in parts of ten thousand: of what its subscriber pays,
   * and as much again of what its node gets.
   */
  public RpcCall<Integer> protocolFee(BlockTag block) {
    return ask(at.fee(), FEE, block, result -> result.get(0), "FEE");
  }

  public RpcCall<Boolean> isWallet(Address address, BlockTag block) {
    return ask(
        at.walletFactory(), FACTORY, block, result -> result.get(0), "isValidWallet", address);
  }

  /** What is said to have been paid to an address in some blocks, the last one included. */
  public RpcCall<List<Payment>> paidTo(Address to, long fromBlock, long toBlock) {
    return payments(fromBlock, toBlock, Optional.empty(), Optional.of(Word.of(to.value())));
  }

  /** What a payment wallet paid in some blocks, the last one included. */
  public RpcCall<List<Payment>> paidBy(Address wallet, long fromBlock, long toBlock) {
    return payments(fromBlock, toBlock, Optional.of(wallet), Optional.empty());
  }

  private static RpcCall<List<Payment>> payments(
      long fromBlock, long toBlock, Optional<Address> by, Optional<Word> to) {
    var topics = List.of(Optional.of(WALLET.topic(PAID)), Optional.<Word>empty(), to);
    return Eth.logs(fromBlock, toBlock, by, topics)
        .map(logs -> logs.stream().flatMap(mined -> payment(mined).stream()).toList());
  }

  private static Optional<Payment> payment(MinedLog mined) {
    return WALLET
        .read(PAID, mined.log())
        .map(values ->
            new Payment(
                mined.log().contract(),
                values.get(2),
                values.get(1),
                values.get(3),
                mined.block(),
                mined.transaction(),
                mined.index()));
  }

  /** The subscription that a transaction answered, or whose proof it settled, if it did. */
  public Optional<Long> subscriptionOf(Receipt receipt) {
    for (var log : receipt.logs())
      if (log.contract().equals(at.coordinator()))
        for (var event : List.of("SubscriptionFulfilled", "ProofVerified")) {
          var id = subscription(event, log);
          if (id.isPresent()) return id;
        }
    return Optional.empty();
  }

  private static Optional<Long> subscription(String event, Log log) {
    return COORDINATOR.read(event, log).map(values -> values.<Number>get(0).longValue());
  }

  /** To try or to send. */
  public Order deliver(long subscription, Delivery delivery) {
    return Order.call(
        at.coordinator(),
        COORDINATOR.call(
            "deliverCompute",
            subscription,
            delivery.interval(),
            delivery.input().bytes(),
            delivery.output().bytes(),
            delivery.proof().bytes(),
            delivery.nodeWallet()));
  }

  /** To try or to send: makes the subscription too, where nobody has yet. */
  public Order deliver(DelegatedTerms delegated, Signature signature, Delivery delivery) {
    return Order.call(
        at.coordinator(),
        COORDINATOR.call(
            "deliverComputeDelegatee",
            delegated.nonce(),
            delegated.expiry(),
            delegated.terms().tuple(),
            signature.v(),
            Word.of(signature.r()).bytes(),
            Word.of(signature.s()).bytes(),
            delivery.interval(),
            delivery.input().bytes(),
            delivery.output().bytes(),
            delivery.proof().bytes(),
            delivery.nodeWallet()));
  }

  private static RpcCall<Address> entry(Address registry, String name) {
    return ask(registry, REGISTRY, BlockTag.LATEST, result -> result.get(0), name);
  }

  private static byte[] key(Word word) {
    return word.bytes();
  }

  static <T> RpcCall<T> ask(
      Address contract,
      ContractAbi abi,
      BlockTag block,
      Function<Tuple, T> read,
      String function,
      Object... arguments) {
    var message = Eth.Message.to(Addresses.ZERO, contract, abi.call(function, arguments));
    return Eth.call(message, block).map(data -> read.apply(abi.result(function, data)));
  }
}
