package atoll.infernet.chain;

import atoll.chain.BlockTag;
import atoll.chain.CallUnsupported;
import atoll.chain.Data;
import atoll.chain.Eth;
import atoll.chain.JsonRpc;
import atoll.chain.Order;
import atoll.chain.Pause;
import atoll.chain.RpcAnswer;
import atoll.chain.infernet.ContractError;
import com.esaulpaugh.headlong.abi.Address;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tries deliveries before they are sent (Infernet §4.10), in the block that is being made where a
 * service knows it. Blocks.
 *
 * @param allowed parts of errors that do not keep a delivery from being sent; case does not matter
 */
record Simulator(JsonRpc rpc, Address account, List<String> allowed, Pause pause) {
  private static final int TRIES = 3;
  private static final Duration BETWEEN = Duration.ofMillis(500);

  /** Of Solidity's {@code Error(string)} and {@code Panic(uint256)}. */
  private static final Set<String> WORDED = Set.of("0x08c379a0", "0x4e487b71");

  /** What would become of a delivery. */
  sealed interface Outcome {
    record Passes() implements Outcome {}

    /** It fails, and the configuration says that it is to be sent all the same. */
    record Bypassed(String why) implements Outcome {}

    /**
     * @param known if it is one of the contracts' own reasons
     */
    record Fails(Optional<ContractError> known, String why) implements Outcome {}
  }

  Outcome with(Order order) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      var answer = tried(order);
      if (!(answer instanceof RpcAnswer.Refused<?>(_, var message, var data)))
        return new Outcome.Passes();
      var known = ContractError.of(data);
      var text = known.map(ContractError::text).orElse(data.isEmpty() ? message : data.hex());
      if (isAllowed(saysInWords(data) ? message + " " + data.hex() : data.hex()))
        return new Outcome.Bypassed(text);
      if (known.isPresent() || attempt == TRIES) return new Outcome.Fails(known, text);
      pause.of(BETWEEN);
    }
  }

  /** What a contract says by a selector of its own is that selector's data and no words (§4.10). */
  private static boolean saysInWords(Data reverted) {
    return reverted.length() < 4 || WORDED.contains(reverted.hex().substring(0, 10));
  }

  private boolean isAllowed(String error) {
    var lower = error.toLowerCase(Locale.ROOT);
    return allowed.stream().anyMatch(part -> lower.contains(part.toLowerCase(Locale.ROOT)));
  }

  /** Services that know no pending block are asked about the latest. */
  private RpcAnswer<Data> tried(Order order) throws InterruptedException {
    try {
      return rpc.ask(Eth.call(order.from(account), BlockTag.PENDING));
    } catch (CallUnsupported noPending) {
      return rpc.ask(Eth.call(order.from(account), BlockTag.LATEST));
    }
  }
}
