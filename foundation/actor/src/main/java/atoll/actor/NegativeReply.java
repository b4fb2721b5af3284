package atoll.actor;

import atoll.kernel.ErrorCode;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A refusal as the payload of an answer: {@code {"error":<reason>,"code":<code>}}, where the code
 * is the wire name of an {@link ErrorCode}. A payload is a refusal if it has exactly these members.
 * The original's clients find their {@code error} in it (DMS §15.3, 2).
 */
record NegativeReply(ErrorCode code, String reason) {
  private static final int MAX_BYTES = 8192;
  private static final int MAX_REASON = 2000;
  private static final StrictJson JSON = new StrictJson(MAX_BYTES, 4);
  private static final Map<String, ErrorCode> CODES =
      Stream.of(ErrorCode.values())
          .collect(Collectors.toUnmodifiableMap(ErrorCode::wireName, Function.identity()));
  private static final byte[] OPEN = {'{', '"', 'e', 'r', 'r', 'o', 'r', '"'};

  NegativeReply {
    if (reason.length() > MAX_REASON) reason = reason.substring(0, MAX_REASON) + "…";
  }

  byte[] toBytes() {
    return new CanonicalJson()
        .beginObject()
        .name("error")
        .value(reason)
        .name("code")
        .value(code.wireName())
        .endObject()
        .toBytes();
  }

  /** Empty if the payload is any other answer. */
  static Optional<NegativeReply> parse(byte[] payload) {
    if (payload.length > MAX_BYTES || !startsAsOne(payload)) return Optional.empty();
    try {
      var tree = JSON.read(payload);
      if (tree.size() != 2) return Optional.empty();
      var fields = Fields.of(tree);
      return fields
          .optionalText("code")
          .map(CODES::get)
          .map(code -> new NegativeReply(code, fields.text("error")));
    } catch (MalformedJsonException anotherAnswer) {
      return Optional.empty();
    }
  }

  /** Written as {@link #toBytes} does; most answers need no closer look. */
  private static boolean startsAsOne(byte[] payload) {
    return payload.length > OPEN.length
        && Arrays.equals(payload, 0, OPEN.length, OPEN, 0, OPEN.length);
  }
}
