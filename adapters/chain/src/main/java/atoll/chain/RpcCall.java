package atoll.chain;

import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * One question to the chain.
 *
 * @param read turns the result into a value; throws {@link IllegalArgumentException} if it is none,
 *     and then another service is asked
 */
public record RpcCall<T>(String method, ArrayNode params, Function<JsonNode, T> read) {
  /** The same question, whose answer is read further. */
  public <R> RpcCall<R> map(Function<T, R> further) {
    return new RpcCall<>(method, params, read.andThen(further));
  }
}
