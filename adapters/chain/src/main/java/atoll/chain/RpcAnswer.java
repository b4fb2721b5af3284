package atoll.chain;

/** What a service said to one call. */
public sealed interface RpcAnswer<T> {
  record Value<T>(T value) implements RpcAnswer<T> {}

  /**
   * The chain's node understood and refused: a reverted call, a transaction without funds, too many
   * events at once. What a service could not say is no refusal, but an {@link RpcException}.
   *
   * @param code of JSON-RPC; 3 for a revert
   * @param message as the service wrote it, shortened and without control characters
   * @param data what a reverted contract returned, often empty
   */
  record Refused<T>(long code, String message, Data data) implements RpcAnswer<T> {}

  /**
   * @throws ChainRefusal if it is none
   */
  default T orThrow(String doing) {
    return switch (this) {
      case Value<T>(var value) -> value;
      case Refused<T>(var code, var message, var data) ->
          throw new ChainRefusal(doing, code, message, data);
    };
  }
}
