package atoll.chain;

/**
 * No service knows the call, or none knows the block that is being made. Nothing was done by it,
 * and asking again is no use.
 */
public final class CallUnsupported extends RpcException {
  CallUnsupported(String message) {
    super(message);
  }
}
