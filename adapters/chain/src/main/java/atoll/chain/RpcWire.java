package atoll.chain;

import atoll.kernel.ErrorCode;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * JSON-RPC 2.0 as bytes. What comes back is hostile: each answer must be to a call that was made,
 * once.
 */
final class RpcWire {
  private static final int DEPTH = 32;
  private static final int MESSAGE_CHARACTERS = 300;
  private static final String REVERTED = "Reverted ";

  private final StrictJson json;

  RpcWire(int answerBytes) {
    json = new StrictJson(answerBytes, DEPTH);
  }

  static byte[] single(RpcCall<?> call, long id) {
    var out = new CanonicalJson();
    write(out, call, id);
    return out.toBytes();
  }

  /** The calls have the ids {@code firstId} and following. */
  static byte[] batch(List<? extends RpcCall<?>> calls, long firstId) {
    var out = new CanonicalJson(256 * calls.size()).beginArray();
    for (int i = 0; i < calls.size(); i++) write(out, calls.get(i), firstId + i);
    return out.endArray().toBytes();
  }

  <T> RpcAnswer<T> readSingle(byte[] body, RpcCall<T> call, long id) {
    return answer(tree(body), call, id);
  }

  /** Nothing if the service takes no batches. */
  <T> Optional<List<RpcAnswer<T>>> readBatch(byte[] body, List<RpcCall<T>> calls, long firstId) {
    var tree = tree(body);
    if (tree.isObject() && tree.has("error")) {
      var error = tree.get("error");
      if (RpcFault.isOverload(code(error), message(error))) throw overloaded();
      return Optional.empty();
    }
    if (!tree.isArray()) throw RpcException.malformed("the answer to a batch is no list");
    if (tree.size() != calls.size())
      throw RpcException.malformed(
          "a batch of " + calls.size() + " calls got " + tree.size() + " answers");
    var byId = new HashMap<Long, JsonNode>();
    for (var item : tree) byId.put(idOf(item), item);
    var answers = new ArrayList<RpcAnswer<T>>();
    for (int i = 0; i < calls.size(); i++) {
      var item = byId.get(firstId + i);
      if (item == null) throw RpcException.malformed("a call of a batch got no answer");
      answers.add(answer(item, calls.get(i), firstId + i));
    }
    return Optional.of(answers);
  }

  private static void write(CanonicalJson out, RpcCall<?> call, long id) {
    out.beginObject();
    out.name("jsonrpc").value("2.0").name("id").value(id);
    out.name("method").value(call.method()).name("params").tree(call.params());
    out.endObject();
  }

  private JsonNode tree(byte[] body) {
    try {
      return json.read(body);
    } catch (MalformedJsonException e) {
      throw RpcException.malformed("the answer is no JSON: " + e.getMessage());
    }
  }

  private static <T> RpcAnswer<T> answer(JsonNode item, RpcCall<T> call, long id) {
    if (!item.isObject()) throw RpcException.malformed("the answer is no object");
    var error = item.get("error");
    boolean failed = error != null && !error.isNull();
    // Some services say only that they are asked too much, to nobody in particular.
    if (failed && !item.hasNonNull("id") && RpcFault.isOverload(code(error), message(error)))
      throw overloaded();
    if (idOf(item) != id) throw RpcException.malformed("the answer is to another call");
    if (failed) return refusal(call, code(error), message(error), data(error.get("data")));
    var result = item.get("result");
    if (result == null) throw RpcException.malformed("the answer has neither result nor error");
    try {
      return new RpcAnswer.Value<>(call.read().apply(result));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw RpcException.malformed(
          call.method() + " was answered with nonsense: " + e.getMessage());
    }
  }

  private static long idOf(JsonNode item) {
    var id = item.get("id");
    if (id == null || !id.isIntegralNumber() || !id.canConvertToLong())
      throw RpcException.malformed("the answer says not to which call it belongs");
    return id.longValue();
  }

  private static RpcException overloaded() {
    return new RpcException(
        ErrorCode.OVERLOADED, "the service is over its limit", Optional.empty());
  }

  private static long code(JsonNode error) {
    var code = error.get("code");
    return code != null && code.canConvertToLong() ? code.longValue() : 0;
  }

  private static String message(JsonNode error) {
    var message = error.get("message");
    return clean(message != null && message.isString() ? message.stringValue() : "no reason given");
  }

  private static <T> RpcAnswer.Refused<T> refusal(
      RpcCall<T> call, long code, String message, Data data) {
    return switch (RpcFault.of(call, code, message, data)) {
      case REFUSED -> new RpcAnswer.Refused<>(code, message, data);
      case OVERLOADED -> throw overloaded();
      case UNSUPPORTED ->
          throw new CallUnsupported(
              "the service does not take " + call.method() + ": " + said(message, code));
      case FAILED ->
          throw new RpcException(
              "the service failed at " + call.method() + ": " + said(message, code));
    };
  }

  private static String said(String message, long code) {
    return message + " (code " + code + ")";
  }

  /** Some services wrap what the contract returned in an object of their own, or in a word. */
  private static Data data(@org.jspecify.annotations.Nullable JsonNode data) {
    var hex = data != null && data.isObject() ? data.get("data") : data;
    if (hex == null || !hex.isString()) return Data.EMPTY;
    try {
      var text = hex.stringValue();
      return new Data(text.startsWith(REVERTED) ? text.substring(REVERTED.length()) : text);
    } catch (IllegalArgumentException noHex) {
      return Data.EMPTY;
    }
  }

  private static String clean(String text) {
    var shortened =
        text.length() > MESSAGE_CHARACTERS ? text.substring(0, MESSAGE_CHARACTERS) + "…" : text;
    return shortened.replaceAll("\\p{Cntrl}", " ");
  }
}
