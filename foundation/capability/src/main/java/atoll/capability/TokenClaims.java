package atoll.capability;

import atoll.identity.Did;
import atoll.kernel.json.CanonicalJson;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a token says, before its signature; the members in canonical order (DMS §2.2).
 *
 * @param audience against whose actor it counts; {@link Did#NONE} for anyone's
 * @param capsAreNull whether the list of capabilities was written as {@code null}, which the signed
 *     bytes keep apart from an empty list
 * @param nonce base64 of the random bytes that tell tokens apart
 * @param depth how many tokens may hang below this one, 0 for any number
 * @param chain the delegation that this token derives from
 */
public record TokenClaims(
    Action action,
    Did issuer,
    Did subject,
    Did audience,
    List<Topic> topics,
    List<Capability> caps,
    boolean capsAreNull,
    String nonce,
    Expiry expiry,
    long depth,
    Optional<CapabilityToken> chain) {
  /** Longest chain that is read or made, this token included. */
  public static final int MAX_CHAIN = 16;

  private static final int MAX_NONCE = 64;

  public TokenClaims {
    topics = List.copyOf(topics);
    caps = List.copyOf(caps);
    if (issuer.isEmpty()) throw new IllegalArgumentException("token has no issuer");
    if (capsAreNull && !caps.isEmpty())
      throw new IllegalArgumentException("capabilities are null and not empty at once");
    if (depth < 0) throw new IllegalArgumentException("token depth is negative: " + depth);
    var bytes = Base64.getDecoder().decode(nonce);
    if (bytes.length > MAX_NONCE || !Base64.getEncoder().encodeToString(bytes).equals(nonce))
      throw new IllegalArgumentException(
          "nonce is not the base64 of at most " + MAX_NONCE + " bytes");
    if (chain.isPresent() && chain.get().length() >= MAX_CHAIN)
      throw new IllegalArgumentException("token chain is longer than " + MAX_CHAIN);
  }

  /** The canonical JSON of the members, without a signature. */
  String json() {
    var out = new CanonicalJson(512 + chain.map(c -> c.json().length()).orElse(0));
    out.beginObject().name("act").value(action.wireName());
    issuer.write(out.name("iss"));
    subject.write(out.name("sub"));
    audience.write(out.name("aud"));
    if (!topics.isEmpty()) {
      out.name("topic").beginArray();
      for (var topic : topics) out.value(topic.path());
      out.endArray();
    }
    out.name("cap");
    if (capsAreNull) out.nullValue();
    else {
      out.beginArray();
      for (var cap : caps) out.value(cap.path());
      out.endArray();
    }
    out.name("nonce").value(nonce).name("exp").unsigned(expiry.unixNanos());
    if (depth != 0) out.name("depth").value(depth);
    chain.ifPresent(c -> out.name("chain").raw(c.json()));
    return out.endObject().toString();
  }
}
