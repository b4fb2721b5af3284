package atoll.chain;

import com.esaulpaugh.headlong.abi.Address;
import java.math.BigInteger;
import java.util.ArrayList;
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
    for (var item : Quantities.member(node, "logs")) {
      var topics = new ArrayList<Word>();
      for (var topic : Quantities.member(item, "topics")) topics.add(Quantities.word(topic));
      logs.add(
          new Log(
              Quantities.address(Quantities.member(item, "address")),
              topics,
              Quantities.data(Quantities.member(item, "data"))));
    }
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
}
