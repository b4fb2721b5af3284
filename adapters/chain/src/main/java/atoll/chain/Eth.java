package atoll.chain;

import com.esaulpaugh.headlong.abi.Address;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The calls of Ethereum's JSON-RPC that we make. Only {@link #send} changes anything, and may be
 * repeated.
 */
public final class Eth {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Eth() {}

  /**
   * What is asked of a contract, or would be sent.
   *
   * @param to nothing to make a contract
   */
  public record Message(Address from, Optional<Address> to, BigInteger value, Data data) {
    public static Message to(Address from, Address to, Data data) {
      return new Message(from, Optional.of(to), BigInteger.ZERO, data);
    }

    private ObjectNode json() {
      var node = JSON.objectNode();
      node.put("from", Addresses.wire(from));
      to.ifPresent(address -> node.put("to", Addresses.wire(address)));
      if (value.signum() != 0) node.put("value", Quantities.hex(value));
      node.put("data", data.hex());
      return node;
    }
  }

  public static RpcCall<Long> chainId() {
    return call("eth_chainId", Quantities::small);
  }

  public static RpcCall<Long> blockNumber() {
    return call("eth_blockNumber", Quantities::small);
  }

  /** Nothing if there is no such block. */
  public static RpcCall<Optional<Block>> block(BlockTag at) {
    return call(
        "eth_getBlockByNumber",
        nullable(Eth::readBlock),
        JSON.stringNode(at.wire()),
        JSON.booleanNode(false));
  }

  public static RpcCall<BigInteger> balance(Address of, BlockTag at) {
    return call("eth_getBalance", Quantities::number, address(of), JSON.stringNode(at.wire()));
  }

  /** How many transactions an account has sent, which is the nonce of its next. */
  public static RpcCall<Long> transactionCount(Address of, BlockTag at) {
    return call(
        "eth_getTransactionCount", Quantities::small, address(of), JSON.stringNode(at.wire()));
  }

  public static RpcCall<Data> code(Address of, BlockTag at) {
    return call("eth_getCode", Quantities::data, address(of), JSON.stringNode(at.wire()));
  }

  public static RpcCall<Data> call(Message message, BlockTag at) {
    return call("eth_call", Quantities::data, message.json(), JSON.stringNode(at.wire()));
  }

  public static RpcCall<Long> estimateGas(Message message) {
    return call("eth_estimateGas", Quantities::small, message.json());
  }

  public static RpcCall<BigInteger> priorityFee() {
    return call("eth_maxPriorityFeePerGas", Quantities::number);
  }

  public static RpcCall<BigInteger> gasPrice() {
    return call("eth_gasPrice", Quantities::number);
  }

  public static RpcCall<Word> send(Transaction.Signed transaction) {
    return call(
        "eth_sendRawTransaction", Quantities::word, JSON.stringNode(transaction.raw().hex()));
  }

  /** Nothing while it is not mined. */
  public static RpcCall<Optional<Receipt>> receipt(Word transaction) {
    return call(
        "eth_getTransactionReceipt",
        nullable(node -> {
          var receipt = readReceipt(node);
          if (!receipt.transaction().equals(transaction))
            throw new IllegalArgumentException("receipt of another transaction");
          return receipt;
        }),
        JSON.stringNode(transaction.hex()));
  }

  /**
   * Events in some blocks.
   *
   * @param from the first block
   * @param to the last block
   * @param contract that emitted them; nothing if any may have
   * @param topics at each place one that an event must have there, or none if any will do
   */
  public static RpcCall<List<MinedLog>> logs(
      long from, long to, Optional<Address> contract, List<Optional<Word>> topics) {
    var filter = JSON.objectNode();
    contract.ifPresent(address -> filter.put("address", Addresses.wire(address)));
    filter.put("fromBlock", new BlockTag.At(from).wire());
    filter.put("toBlock", new BlockTag.At(to).wire());
    var wanted = filter.putArray("topics");
    for (var topic : topics)
      wanted.add(topic.<JsonNode>map(t -> JSON.stringNode(t.hex())).orElseGet(JSON::nullNode));
    return call("eth_getLogs", node -> readLogs(node, from, to, contract, topics), filter);
  }

  /** Whether a transaction is in a block, or waits for one. */
  public static RpcCall<Boolean> isKnown(Word transaction) {
    return call(
        "eth_getTransactionByHash",
        node -> {
          if (node.isNull()) return false;
          if (!Quantities.word(Quantities.member(node, "hash")).equals(transaction))
            throw new IllegalArgumentException("another transaction");
          return true;
        },
        JSON.stringNode(transaction.hex()));
  }

  private static <T> RpcCall<T> call(
      String method, Function<JsonNode, T> read, JsonNode... params) {
    var list = JSON.arrayNode();
    for (var param : params) list.add(param);
    return new RpcCall<>(method, list, read);
  }

  private static JsonNode address(Address address) {
    return JSON.stringNode(Addresses.wire(address));
  }

  private static <T> Function<JsonNode, Optional<T>> nullable(Function<JsonNode, T> read) {
    return node -> node.isNull() ? Optional.empty() : Optional.of(read.apply(node));
  }

  private static Block readBlock(JsonNode node) {
    return new Block(
        Quantities.small(Quantities.member(node, "number")),
        Quantities.word(Quantities.member(node, "hash")),
        Quantities.word(Quantities.member(node, "parentHash")),
        Quantities.small(Quantities.member(node, "timestamp")),
        Optional.ofNullable(node.get("baseFeePerGas"))
            .filter(fee -> !fee.isNull())
            .map(Quantities::number));
  }

  private static Receipt readReceipt(JsonNode node) {
    var logs = new ArrayList<Log>();
    for (var item : Quantities.member(node, "logs")) logs.add(readLog(item));
    return new Receipt(
        Quantities.word(Quantities.member(node, "transactionHash")),
        Quantities.small(Quantities.member(node, "blockNumber")),
        Quantities.word(Quantities.member(node, "blockHash")),
        Quantities.small(Quantities.member(node, "status")) == 1,
        Quantities.small(Quantities.member(node, "gasUsed")),
        Optional.ofNullable(node.get("effectiveGasPrice"))
            .filter(price -> !price.isNull())
            .map(Quantities::number)
            .orElse(BigInteger.ZERO),
        Optional.ofNullable(node.get("contractAddress"))
            .filter(made -> !made.isNull())
            .map(Quantities::address),
        logs);
  }

  private static Log readLog(JsonNode node) {
    var topics = new ArrayList<Word>();
    for (var topic : Quantities.member(node, "topics")) topics.add(Quantities.word(topic));
    return new Log(
        Quantities.address(Quantities.member(node, "address")),
        topics,
        Quantities.data(Quantities.member(node, "data")));
  }

  private static List<MinedLog> readLogs(
      JsonNode node, long from, long to, Optional<Address> contract, List<Optional<Word>> topics) {
    if (!node.isArray()) throw new IllegalArgumentException("not a list of events");
    var logs = new ArrayList<MinedLog>();
    for (var item : node) {
      var mined =
          new MinedLog(
              readLog(item),
              Quantities.small(Quantities.member(item, "blockNumber")),
              Quantities.word(Quantities.member(item, "transactionHash")),
              Quantities.small(Quantities.member(item, "logIndex")));
      boolean isAsked =
          mined.block() >= from
              && mined.block() <= to
              && contract.map(mined.log().contract()::equals).orElse(true)
              && matches(mined.log(), topics);
      if (!isAsked) throw new IllegalArgumentException("an event that was not asked for");
      logs.add(mined);
    }
    return logs;
  }

  private static boolean matches(Log log, List<Optional<Word>> topics) {
    if (log.topics().size() < topics.size()) return false;
    for (int i = 0; i < topics.size(); i++)
      if (!topics.get(i).map(log.topics().get(i)::equals).orElse(true)) return false;
    return true;
  }
}
