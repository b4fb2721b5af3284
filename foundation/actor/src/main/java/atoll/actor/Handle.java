package atoll.actor;

import atoll.identity.ActorId;
import atoll.identity.Did;
import atoll.identity.PeerId;
import atoll.identity.PublicKey;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Names one actor: its id, which is its key, the DID it says it acts for, and its address (DMS
 * §3.1). Only the id is ever proved by a signature.
 */
public record Handle(@Nullable ActorId id, Did did, Address address) {
  /** Nobody's handle, to which broadcasts go. */
  public static final Handle NONE = new Handle(null, Did.NONE, Address.NONE);

  private static final StrictJson JSON = new StrictJson(4096, 8);

  public Handle {
    if (id == null && !(did.isEmpty() && address.isEmpty()))
      throw new IllegalArgumentException("a handle without an id has a DID or an address");
  }

  /** The handle of the node actor whose key this is. */
  public static Handle of(PublicKey key) {
    return new Handle(
        new ActorId(key), Did.of(key), new Address(PeerId.of(key).text(), Address.ROOT_INBOX));
  }

  /**
   * Reads what people type as a destination: a peer id, a did:key, or a handle as JSON.
   *
   * @throws IllegalArgumentException if it is none of them, saying why
   */
  public static Handle parse(String text) {
    if (text.startsWith("{")) {
      try {
        return read(JSON.read(text.getBytes(StandardCharsets.UTF_8)));
      } catch (MalformedJsonException e) {
        throw new IllegalArgumentException("not a handle: " + e.getMessage(), e);
      }
    }
    if (text.startsWith("did:"))
      return of(
          Did.parse(text)
              .publicKey()
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "only a did:key with a known key names an actor: " + text)));
    return of(PeerId.parse(text).publicKey());
  }

  /**
   * @throws MalformedJsonException unless {@code node} is a handle or nobody's
   */
  public static Handle read(JsonNode node) {
    return HandleJson.read(node);
  }

  /**
   * @throws IllegalStateException if this is {@link #NONE}
   */
  @Override
  public ActorId id() {
    if (id == null) throw new IllegalStateException("nobody's handle has no actor id");
    return id;
  }

  public boolean isNone() {
    return id == null;
  }

  /** Whether both name the same actor, whatever they say of its DID and address. */
  public boolean sameActor(Handle other) {
    return id != null && id.equals(other.id);
  }

  /** As on the wire, with empty members left out. */
  public void write(CanonicalJson out) {
    HandleJson.write(this, out);
  }

  /** As on the wire, with empty members left out. */
  public String toJson() {
    var out = new CanonicalJson();
    write(out);
    return out.toString();
  }

  /** For people: {@code <id>[<did>]@<host>:<inbox>}. */
  @Override
  public String toString() {
    return id == null ? "nobody" : id.text() + "[" + did.uri() + "]@" + address;
  }
}
