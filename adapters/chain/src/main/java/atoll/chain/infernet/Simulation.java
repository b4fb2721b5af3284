package atoll.chain.infernet;

import atoll.chain.Data;
import atoll.chain.RpcAnswer;
import java.util.Optional;

/** What would become of a transaction if it were sent now. */
public sealed interface Simulation {
  record Passes() implements Simulation {}

  /**
   * @param known the reason, if it is one of the contracts' own
   * @param message as the service wrote it
   */
  record Fails(Optional<ContractError> known, String message, Data data) implements Simulation {}

  static Simulation of(RpcAnswer<Data> answer) {
    return switch (answer) {
      case RpcAnswer.Value<Data>(_) -> new Passes();
      case RpcAnswer.Refused<Data>(_, var message, var data) ->
          new Fails(ContractError.of(data), message, data);
    };
  }
}
