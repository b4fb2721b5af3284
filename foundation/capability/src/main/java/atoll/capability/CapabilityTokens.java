package atoll.capability;

import atoll.identity.Did;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Reads tokens from outside. Unknown and repeated members are refused, since two parsers that
 * disagree on them would be a way to forge (DMS §2.3).
 */
public final class CapabilityTokens {
  /** The largest token list that is read (DMS §2.7). */
  public static final int MAX_BYTES = 16_384;

  private static final int MAX_NESTING = 40;
  private static final StrictJson JSON = new StrictJson(MAX_BYTES, MAX_NESTING);

  private CapabilityTokens() {}

  /**
   * Reads {@code {"tok":[…]}}; no bytes at all are no tokens.
   *
   * @throws MalformedTokenException if it is anything else, too big or too deep
   */
  public static TokenList parse(byte[] bytes) {
    return bytes.length == 0 ? TokenList.EMPTY : list(document(bytes));
  }

  /**
   * Reads what a person may paste: a list, or one token {@code {"dms":…}}.
   *
   * @throws MalformedTokenException if it is anything else, too big or too deep
   */
  public static TokenList parseAny(byte[] bytes) {
    var node = document(bytes);
    return node.isObject() && (node.has("dms") || node.has("ucan"))
        ? TokenList.of(token(node, 1))
        : list(node);
  }

  /** Reads a list inside a document of ours, whose size was checked there. */
  static TokenList list(JsonNode node) {
    var members = members(node, "token list");
    var tokens = new ArrayList<CapabilityToken>();
    for (var member : members) {
      if (!member.getKey().equals("tok")) throw unknown("token list", member.getKey());
      if (!member.getValue().isArray()) throw new MalformedTokenException("tok is not a list");
      for (var token : member.getValue()) tokens.add(token(token, 1));
    }
    return new TokenList(tokens);
  }

  private static JsonNode document(byte[] bytes) {
    if (bytes.length > MAX_BYTES)
      throw new MalformedTokenException(
          "token list is too big: " + bytes.length + " bytes, at most " + MAX_BYTES + " are read");
    try {
      return JSON.read(bytes);
    } catch (MalformedJsonException e) {
      throw new MalformedTokenException("token list: " + e.getMessage());
    }
  }

  private static CapabilityToken token(JsonNode node, int position) {
    if (position > TokenClaims.MAX_CHAIN)
      throw new MalformedTokenException(
          "token chain is longer than " + TokenClaims.MAX_CHAIN + " tokens");
    var union = members(node, "token");
    if (union.size() != 1 || !union.getFirst().getKey().equals("dms"))
      throw new MalformedTokenException("bad token: only {\"dms\":…} is supported");
    var fields = new Builder();
    for (var member : members(union.getFirst().getValue(), "token"))
      fields.set(member.getKey(), member.getValue(), position);
    return fields.build();
  }

  private static List<Map.Entry<String, JsonNode>> members(JsonNode node, String what) {
    if (!node.isObject()) throw new MalformedTokenException(what + " is not an object");
    return List.copyOf(node.properties());
  }

  private static MalformedTokenException unknown(String what, String name) {
    var shown = name.length() > 32 ? name.substring(0, 32) + "…" : name;
    return new MalformedTokenException(what + " has an unknown member " + shown);
  }

  /** The members of one token as they arrive, in any order. */
  private static final class Builder {
    private Optional<Action> action = Optional.empty();
    private Optional<Did> issuer = Optional.empty();
    private Optional<Did> subject = Optional.empty();
    private Optional<Did> audience = Optional.empty();
    private List<Topic> topics = List.of();
    private Optional<List<Capability>> caps = Optional.empty();
    private boolean capsAreNull;
    private Optional<String> nonce = Optional.empty();
    private Optional<Expiry> expiry = Optional.empty();
    private long depth;
    private Optional<CapabilityToken> chain = Optional.empty();
    private Optional<byte[]> signature = Optional.empty();

    void set(String name, JsonNode value, int position) {
      try {
        switch (name) {
          case "act" -> action = Optional.of(Action.parse(text(value)));
          case "iss" -> issuer = Optional.of(did(value));
          case "sub" -> subject = Optional.of(did(value));
          case "aud" -> audience = Optional.of(did(value));
          case "topic" -> topics = list(value, Topic::new);
          case "cap" -> {
            capsAreNull = value.isNull();
            caps = Optional.of(capsAreNull ? List.of() : list(value, Capability::new));
          }
          case "nonce" -> nonce = Optional.of(text(value));
          case "exp" -> {
            if (!value.isIntegralNumber()) throw new IllegalArgumentException("not a whole number");
            expiry = Optional.of(Expiry.of(value.bigIntegerValue()));
          }
          case "depth" -> {
            if (!value.isIntegralNumber() || !value.canConvertToLong())
              throw new IllegalArgumentException("not a whole number of 63 bits");
            depth = value.longValue();
          }
          case "chain" -> chain = Optional.of(token(value, position + 1));
          case "sig" -> signature = Optional.of(base64(text(value)));
          default -> throw unknown("token", name);
        }
      } catch (IllegalArgumentException e) {
        throw new MalformedTokenException("token member " + name + ": " + e.getMessage());
      }
    }

    CapabilityToken build() {
      try {
        return new CapabilityToken(
            new TokenClaims(
                present("act", action),
                present("iss", issuer),
                present("sub", subject),
                present("aud", audience),
                topics,
                present("cap", caps),
                capsAreNull,
                present("nonce", nonce),
                present("exp", expiry),
                depth,
                chain),
            present("sig", signature));
      } catch (IllegalArgumentException e) {
        throw new MalformedTokenException("token: " + e.getMessage());
      }
    }

    private static <T> T present(String name, Optional<T> member) {
      return member.orElseThrow(() -> new MalformedTokenException("token has no member " + name));
    }

    private static String text(JsonNode value) {
      if (!value.isString()) throw new IllegalArgumentException("not a string");
      return value.stringValue();
    }

    private static <T> List<T> list(JsonNode value, Function<String, T> item) {
      if (!value.isArray()) throw new IllegalArgumentException("not a list");
      var items = new ArrayList<T>(value.size());
      for (var node : value) items.add(item.apply(text(node)));
      return items;
    }

    private static Did did(JsonNode value) {
      var members = members(value, "DID");
      if (members.isEmpty()) return Did.NONE;
      if (members.size() > 1 || !members.getFirst().getKey().equals("uri"))
        throw new IllegalArgumentException("not {\"uri\":…}");
      return new Did(text(members.getFirst().getValue()));
    }

    private static byte[] base64(String text) {
      var bytes = Base64.getDecoder().decode(text);
      if (!Base64.getEncoder().encodeToString(bytes).equals(text))
        throw new IllegalArgumentException("not canonical base64");
      return bytes;
    }
  }
}
