package atoll.capability;

import atoll.identity.Did;
import atoll.identity.Signer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes and signs tokens in the owner's name (DMS §2.5). */
final class TokenIssuer {
  private static final int NONCE_BYTES = 12;

  private final Signer signer;
  private final RandomGenerator random;

  TokenIssuer(Signer signer, RandomGenerator random) {
    this.signer = signer;
    this.random = random;
  }

  Did did() {
    return signer.did();
  }

  /** A token resting on {@code chain}, or on the owner's own word. */
  CapabilityToken issue(
      Action action,
      Did subject,
      Did audience,
      List<Topic> topics,
      List<Capability> caps,
      Expiry expiry,
      long depth,
      Optional<CapabilityToken> chain) {
    return CapabilityToken.sign(
        new TokenClaims(
            action,
            signer.did(),
            subject,
            audience,
            topics,
            caps,
            false,
            nonce(),
            expiry,
            depth,
            chain),
        signer);
  }

  /** Takes {@code victim} back; only its issuer can. */
  CapabilityToken revocation(CapabilityToken victim) {
    var claims = victim.claims();
    return CapabilityToken.sign(
        new TokenClaims(
            Action.REVOKE,
            claims.issuer(),
            claims.subject(),
            Did.NONE,
            List.of(),
            claims.caps(),
            claims.capsAreNull(),
            claims.nonce(),
            claims.expiry(),
            0,
            Optional.empty()),
        signer);
  }

  private String nonce() {
    var bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
