package atoll.identity;

import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A decentralised identifier {@code did:<method>:<identifier>}, or nobody's (DMS §1.3). Confers no
 * authority by itself.
 */
public record Did(String uri) {
  /** The empty DID; as an audience it means anyone. */
  public static final Did NONE = new Did("");

  private static final int MAX_LENGTH = 512;

  public Did {
    if (uri.length() > MAX_LENGTH)
      throw new IllegalArgumentException(
          "DID has " + uri.length() + " characters, at most " + MAX_LENGTH + " are read");
    if (!uri.isEmpty()) {
      int method = uri.startsWith("did:") ? uri.indexOf(':', 4) : -1;
      if (method < 5 || method + 1 == uri.length() || uri.indexOf(':', method + 1) >= 0)
        throw new IllegalArgumentException("not a DID of three parts did:<method>:<identifier>");
    }
  }

  /**
   * @throws IllegalArgumentException unless empty or of three non-empty parts, the first {@code
   *     did}
   */
  public static Did parse(String text) {
    return text.isEmpty() ? NONE : new Did(text);
  }

  /** The did:key of a public key. */
  public static Did of(PublicKey key) {
    var prefix = key.type().multicodec();
    var raw = key.raw();
    var bytes = Arrays.copyOf(prefix, prefix.length + raw.length);
    System.arraycopy(raw, 0, bytes, prefix.length, raw.length);
    return new Did("did:key:z" + Base58.encode(bytes));
  }

  public boolean isEmpty() {
    return uri.isEmpty();
  }

  /** The second part; empty for nobody's. */
  public String method() {
    return isEmpty() ? "" : uri.substring(4, uri.indexOf(':', 4));
  }

  /** The third part; empty for nobody's. */
  public String identifier() {
    return isEmpty() ? "" : uri.substring(uri.indexOf(':', 4) + 1);
  }

  /**
   * The key that a did:key spells; empty for other methods and for a did:key of an unknown codec or
   * a broken key.
   */
  public Optional<PublicKey> publicKey() {
    if (!uri.startsWith("did:key:z")) return Optional.empty();
    try {
      return decode(Base58.decode(uri.substring("did:key:z".length())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<PublicKey> decode(byte[] bytes) {
    for (var type : KeyType.values()) {
      var prefix = type.multicodec();
      if (bytes.length == prefix.length + type.publicLength()
          && Arrays.mismatch(bytes, prefix) == prefix.length)
        return Optional.of(
            PublicKey.of(type, Arrays.copyOfRange(bytes, prefix.length, bytes.length)));
    }
    return Optional.empty();
  }

  /** As on the wire: {@code {"uri":…}}, nobody's as {@code {}}. */
  public void write(CanonicalJson out) {
    out.beginObject();
    if (!isEmpty()) out.name("uri").value(uri);
    out.endObject();
  }

  /**
   * @throws MalformedJsonException unless {@code node} is {@code {"uri":…}} with a DID, or {@code
   *     {}}
   */
  public static Did read(JsonNode node) {
    try {
      return parse(Fields.of(node).optionalText("uri").orElse(""));
    } catch (IllegalArgumentException e) {
      throw new MalformedJsonException("uri: " + e.getMessage());
    }
  }

  @Override
  public String toString() {
    return uri;
  }
}
