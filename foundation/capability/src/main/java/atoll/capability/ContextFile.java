package atoll.capability;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.identity.Did;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a context's file says (DMS §2.7): the original's clear JSON, whose names may be capitalised,
 * or the same sealed inside a small JSON object of ours.
 */
record ContextFile(
    Did owner, List<Did> roots, TokenList require, TokenList provide, TokenList revoke) {
  static final int MAX_BYTES = 16 << 20;

  private static final String SEALED = "sealed";
  private static final StrictJson JSON = new StrictJson(MAX_BYTES, 48);

  static ContextFile of(CapabilityContext context) {
    return new ContextFile(
        context.owner(),
        context.roots().stream().sorted(Comparator.comparing(Did::uri)).toList(),
        context.required(),
        context.provided(),
        context.revoked());
  }

  /**
   * @throws MalformedTokenException if the bytes are neither form, or sealed with another key
   */
  static ContextFile parse(byte[] bytes, Did owner, Sealing sealing) {
    try {
      var fields = Fields.of(JSON.read(bytes));
      if (fields.find(SEALED).isEmpty()) return clear(fields);
      var opened = sealing.open(fields.bytes(SEALED), owner.uri());
      return clear(Fields.of(JSON.read(opened.orElseThrow(() -> notOurs(owner)))));
    } catch (MalformedJsonException e) {
      throw new MalformedTokenException("capability context: " + e.getMessage());
    }
  }

  static boolean isSealed(byte[] bytes) {
    return new String(bytes, 0, Math.min(bytes.length, 16), UTF_8).startsWith("{\"" + SEALED);
  }

  byte[] toBytes(Sealing sealing, RandomGenerator random) {
    var json = json();
    if (sealing.isNone()) return (json + "\n").getBytes(UTF_8);
    var sealed = sealing.seal(json.getBytes(UTF_8), owner.uri(), random);
    var text = Base64.getEncoder().encodeToString(sealed);
    return ("{\"" + SEALED + "\":\"" + text + "\"}\n").getBytes(UTF_8);
  }

  private String json() {
    var out = new CanonicalJson();
    out.beginObject();
    owner.write(out.name("did"));
    out.name("roots").beginArray();
    for (var root : roots) root.write(out);
    out.endArray();
    out.name("require").raw(require.json());
    out.name("provide").raw(provide.json());
    out.name("revoke").raw(revoke.json());
    return out.endObject().toString();
  }

  private static ContextFile clear(Fields fields) {
    return new ContextFile(
        fields.find("did").map(Did::read).orElse(Did.NONE),
        fields.list("roots", Did::read),
        tokens(fields, "require"),
        tokens(fields, "provide"),
        tokens(fields, "revoke"));
  }

  private static TokenList tokens(Fields fields, String name) {
    return fields.find(name).map(CapabilityTokens::list).orElse(TokenList.EMPTY);
  }

  private static MalformedTokenException notOurs(Did owner) {
    return new MalformedTokenException(
        "capability context does not open with the key of "
            + owner
            + ": it is another's, or the file was changed");
  }
}
