package atoll.identity;

import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import java.util.Optional;
import org.bouncycastle.util.encoders.Base32;
import tools.jackson.databind.JsonNode;

/** An actor's id, which is its public key; as text, base32 of the marshalled key (DMS §1.2). */
public record ActorId(PublicKey key) {
  private static final int MAX_TEXT = 128;

  /**
   * @throws IllegalArgumentException for a key that only anchors a DID
   */
  public ActorId {
    if (key.type() == KeyType.ETH)
      throw new IllegalArgumentException("an ETH key cannot be an actor's id");
  }

  /**
   * @throws IllegalArgumentException if {@code text} is not the base32 of a supported key
   */
  public static ActorId parse(String text) {
    if (text.isEmpty() || text.length() > MAX_TEXT)
      throw new IllegalArgumentException("actor id has " + text.length() + " characters");
    byte[] bytes;
    try {
      bytes = Base32.decode(text);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("actor id is not base32", e);
    }
    if (!Base32.toBase32String(bytes).equals(text))
      throw new IllegalArgumentException("actor id is not upper-case base32 with padding");
    return new ActorId(PublicKey.unmarshal(bytes));
  }

  /** Upper-case base32 with padding. */
  public String text() {
    return Base32.toBase32String(key.marshal());
  }

  public Did did() {
    return Did.of(key);
  }

  public PeerId peerId() {
    return PeerId.of(key);
  }

  /** As on the wire: {@code {"pub":…}}. */
  public void write(CanonicalJson out) {
    out.beginObject().name("pub").value(text()).endObject();
  }

  /**
   * Reads {@code {"pub":…}}; empty for the empty id {@code {"pub":""}}, as broadcasts carry.
   *
   * @throws MalformedJsonException if it is neither
   */
  public static Optional<ActorId> read(JsonNode node) {
    var text = Fields.of(node).optionalText("pub").orElse("");
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(parse(text));
    } catch (IllegalArgumentException e) {
      throw new MalformedJsonException("pub: " + e.getMessage());
    }
  }

  @Override
  public String toString() {
    return text();
  }
}
