package atoll.chain;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whose fault an error of JSON-RPC is. EIP-1474 has codes for little of it, and services word it as
 * they like, so both are looked at. A contract chooses the reason of its revert, and nothing else:
 * what tells of an execution is looked for first.
 */
enum RpcFault {
  /** The contract or the transaction; other services would say the same. */
  REFUSED,
  /** The service is asked too much, and wants to be left alone. */
  OVERLOADED,
  /** The service knows no such call, or not for the block that is being made. */
  UNSUPPORTED,
  /** The service failed at this call, and others may not. */
  FAILED;

  /** Of geth, and of Nethermind and its forebears. */
  private static final long REVERTED = 3;

  private static final long VM_ERROR = -32015;
  private static final long NO_SUCH_METHOD = -32601;
  private static final long TRANSACTION_REJECTED = -32003;
  private static final long TRANSACTION_ERROR = -32010;

  /** Whatever stands between the words, as services write them together, apart and in one case. */
  private static final Pattern EXECUTION =
      words(
          "revert",
          "out of gas",
          "gas required exceeds",
          "intrinsic gas",
          "gas uint overflow",
          "invalid op",
          "bad instruction",
          "opcode",
          "invalid jump",
          "bad jump",
          "stack underflow",
          "stack overflow",
          "stack limit",
          "out of stack",
          "call depth",
          "write protection",
          "static call",
          "static state change",
          "state modification",
          "return data out of bounds",
          "code size",
          "invalid code",
          "precompile",
          "invalid input length",
          "invalid final flag",
          "bn2",
          "bls12",
          "evm error",
          "vm exception",
          "vm execution",
          "execution error",
          "execution failed",
          "execution halted",
          "execution aborted",
          "execution timeout",
          "always failing transaction",
          "insufficient funds",
          "insufficient balance",
          "exceeds block gas limit");

  private static final Pattern TRANSACTION =
      words(
          "nonce",
          "stale",
          "already known",
          "known transaction",
          "already imported",
          "already exists",
          "replace",
          "underpriced",
          "fee",
          "price",
          "cost",
          "insufficient",
          "gas",
          "configured cap",
          "chain id",
          "replay",
          "signature",
          "sender",
          "oversized",
          "init code",
          "tx pool",
          "transaction pool",
          "transaction type",
          "invalid transaction",
          "transaction rejected");

  private static final Pattern LIMIT =
      words(
          "rate limit", "request limit", "too many requests", "request count", "quota", "capacity");

  private static final Pattern UNKNOWN =
      words("not supported", "unsupported", "implemented", "method not found", "unknown method");

  static RpcFault of(RpcCall<?> call, long code, String message, Data data) {
    if (code == REVERTED || code == VM_ERROR || !data.isEmpty()) return REFUSED;
    var text = message.toLowerCase(Locale.ROOT);
    if (EXECUTION.matcher(text).find()) return REFUSED;
    return switch (call.method()) {
      // Mostly it is too much at once, in as many words as there are services.
      case "eth_getLogs" -> code == NO_SUCH_METHOD ? UNSUPPORTED : REFUSED;
      case "eth_sendRawTransaction" -> sending(code, text);
      default -> other(call, code, text);
    };
  }

  /** Of an error that belongs to no call in particular. */
  static boolean isOverload(long code, String message) {
    return isOverload(code) || LIMIT.matcher(message.toLowerCase(Locale.ROOT)).find();
  }

  private static boolean isOverload(long code) {
    return code == -32005 || code == -32007 || code == -32016 || code == -32029 || code == 429;
  }

  private static RpcFault sending(long code, String text) {
    if (isOverload(code)) return OVERLOADED;
    if (code == NO_SUCH_METHOD) return UNSUPPORTED;
    boolean isRejected = code == TRANSACTION_REJECTED || code == TRANSACTION_ERROR;
    if (isRejected || TRANSACTION.matcher(text).find()) return REFUSED;
    return isOverload(code, text) ? OVERLOADED : isUnknown(code, text) ? UNSUPPORTED : FAILED;
  }

  private static RpcFault other(RpcCall<?> call, long code, String text) {
    if (isOverload(code, text)) return OVERLOADED;
    return isUnknown(code, text) || asksForPending(call) ? UNSUPPORTED : FAILED;
  }

  private static boolean isUnknown(long code, String text) {
    return code == NO_SUCH_METHOD
        || code == -32602
        || code == -32004
        || UNKNOWN.matcher(text).find();
  }

  private static boolean asksForPending(RpcCall<?> call) {
    for (var param : call.params())
      if (param.isString() && param.stringValue().equals(BlockTag.PENDING.wire())) return true;
    return false;
  }

  private static Pattern words(String... phrases) {
    return Pattern.compile(String.join("|", phrases).replace(" ", "[^a-z]*"));
  }
}
