package atoll.chain.infernet;

import atoll.chain.Addresses;
import atoll.chain.BlockTag;
import atoll.chain.ContractAbi;
import atoll.chain.Data;
import atoll.chain.Eth;
import atoll.chain.RpcAnswer;
import atoll.chain.RpcCall;
import com.esaulpaugh.headlong.abi.Address;
import com.esaulpaugh.headlong.abi.Tuple;
import java.util.Optional;

/**
 * A contract that subscribes. It is a stranger's: whatever it answers is an answer, also nonsense.
 */
public record ConsumerContract(Address address) {
  private static final ContractAbi CONSUMER = Artifact.named("BaseConsumer").abi();
  private static final ContractAbi DELEGATOR = Artifact.named("Delegator").abi();

  /**
   * The containers' input for one interval.
   *
   * @param timestamp the node's clock, in seconds
   */
  public RpcCall<Data> inputs(
      long subscription, long interval, long timestamp, Address node, BlockTag block) {
    var call = CONSUMER.call("getContainerInputs", subscription, interval, timestamp, node);
    return Eth.call(Eth.Message.to(node, address, call), block);
  }

  /** Nothing given is no input: a consumer need not offer any (§4.6). */
  public static Data inputs(RpcAnswer<Data> answer) {
    return read(CONSUMER, "getContainerInputs", answer)
        .map(result -> Data.of(result.<byte[]>get(0)))
        .orElse(Data.EMPTY);
  }

  /** Whose signature subscribes it. */
  public RpcCall<Data> signer(BlockTag block) {
    return Eth.call(Eth.Message.to(Addresses.ZERO, address, DELEGATOR.call("getSigner")), block);
  }

  /** Nobody, if it names none. */
  public static Optional<Address> signer(RpcAnswer<Data> answer) {
    return read(DELEGATOR, "getSigner", answer)
        .map(result -> result.<Address>get(0))
        .filter(signer -> !Addresses.isZero(signer));
  }

  private static Optional<Tuple> read(ContractAbi abi, String function, RpcAnswer<Data> answer) {
    if (!(answer instanceof RpcAnswer.Value<Data>(var data))) return Optional.empty();
    try {
      return Optional.of(abi.result(function, data));
    } catch (IllegalArgumentException nonsense) {
      return Optional.empty();
    }
  }
}
