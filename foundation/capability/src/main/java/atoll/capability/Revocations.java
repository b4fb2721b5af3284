package atoll.capability;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The verified revocations that are known, until the revoked tokens expire anyway. Thread-safe. */
final class Revocations {
  private static final int MAX = 65_536;

  private final Map<RevocationId, CapabilityToken> known = new ConcurrentHashMap<>();

  /** False if there is no room. */
  boolean add(CapabilityToken revocation) {
    if (known.size() >= MAX && !known.containsKey(revocation.revocationId())) return false;
    known.merge(
        revocation.revocationId(),
        revocation,
        (one, other) -> one.expiry().isBefore(other.expiry()) ? other : one);
    return true;
  }

  boolean revokes(TokenChain chain) {
    if (known.isEmpty()) return false;
    for (var link : chain.links()) if (known.containsKey(link.revocationId())) return true;
    return false;
  }

  Collection<CapabilityToken> all() {
    return List.copyOf(known.values());
  }

  void dropExpired(Expiry now) {
    known.values().removeIf(token -> token.expiry().isBefore(now));
  }
}
