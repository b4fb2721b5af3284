package atoll.chain;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;

/** The chain refused where no refusal was expected. */
public final class ChainRefusal extends AtollException {
  private final Data data;

  ChainRefusal(String doing, long code, String message, Data data) {
    super(
        RpcFault.isOverload(code, message) ? ErrorCode.OVERLOADED : ErrorCode.CONFLICT,
        doing + ": the chain refused: " + message + " (code " + code + ")");
    this.data = data;
  }

  /** What a reverted contract returned, often empty. */
  public Data data() {
    return data;
  }
}
