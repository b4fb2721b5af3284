package atoll.capability;

import atoll.identity.Did;
import atoll.identity.Signer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A signed capability token with the chain it derives from (DMS §2.2). Being well-formed says
 * nothing about being true: {@link CapabilityContext} verifies. Equal by canonical bytes.
 */
public final class CapabilityToken {
  private static final String SIGNED_PREFIX = "dms:token:";
  private static final String OPEN = "{\"dms\":";

  private final TokenClaims claims;
  private final byte[] signature;
  private final String json;
  private final int signedLength;
  private final int length;
  private final RevocationId revocationId;

  CapabilityToken(TokenClaims claims, byte[] signature) {
    this(claims, claims.json(), signature);
  }

  private CapabilityToken(TokenClaims claims, String members, byte[] signature) {
    this.claims = claims;
    this.signature = signature.clone();
    int open = members.length() - 1;
    this.json =
        OPEN
            + members.substring(0, open)
            + ",\"sig\":\""
            + Base64.getEncoder().encodeToString(signature)
            + "\"}}";
    this.signedLength = open;
    this.length = 1 + claims.chain().map(CapabilityToken::length).orElse(0);
    this.revocationId = new RevocationId(claims.issuer(), claims.subject(), claims.nonce());
  }

  /**
   * Signs {@code claims}; blocks as long as the signer does.
   *
   * @throws IllegalArgumentException if the signer is not the issuer
   */
  static CapabilityToken sign(TokenClaims claims, Signer signer) {
    if (!signer.did().equals(claims.issuer()))
      throw new IllegalArgumentException("a token is signed by its issuer only");
    var members = claims.json();
    return new CapabilityToken(claims, members, signer.sign(signedBytes(members)));
  }

  public TokenClaims claims() {
    return claims;
  }

  public Action action() {
    return claims.action();
  }

  public Did issuer() {
    return claims.issuer();
  }

  public Did subject() {
    return claims.subject();
  }

  public Did audience() {
    return claims.audience();
  }

  public List<Topic> topics() {
    return claims.topics();
  }

  public List<Capability> caps() {
    return claims.caps();
  }

  public Expiry expiry() {
    return claims.expiry();
  }

  public Optional<CapabilityToken> chain() {
    return claims.chain();
  }

  /** Tokens in the chain, this one included. */
  public int length() {
    return length;
  }

  public byte[] signature() {
    return signature.clone();
  }

  /** What the signature is over: {@code dms:token:} and the canonical members (DMS §2.3). */
  public byte[] signedBytes() {
    return signedBytes(json.substring(OPEN.length(), OPEN.length() + signedLength) + "}");
  }

  /** Canonical and complete: {@code {"dms":{…}}}. */
  public String json() {
    return json;
  }

  /** What a revocation of this token names. */
  RevocationId revocationId() {
    return revocationId;
  }

  private static byte[] signedBytes(String members) {
    return (SIGNED_PREFIX + members).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CapabilityToken token && token.json.equals(json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  /** For people; the token itself is {@link #json}. */
  @Override
  public String toString() {
    return action().wireName() + " " + caps() + " to " + subject() + " until " + expiry();
  }
}
