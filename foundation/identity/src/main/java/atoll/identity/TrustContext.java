package atoll.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which anchor verifies for a DID and which signer signs for it (DMS §1.3). A did:key anchors
 * itself; other methods count only if their anchor was added. Thread-safe.
 */
public final class TrustContext {
  private static final Duration KEPT_UNUSED = Duration.ofHours(1);
  private static final int MAX_DERIVED = 16_384;

  private final InstantSource clock;
  private final Map<Did, Anchor> added = new ConcurrentHashMap<>();
  private final Map<Did, Signer> signers = new ConcurrentHashMap<>();
  private final Map<Did, Derived> derived = new ConcurrentHashMap<>();

  public TrustContext(InstantSource clock) {
    this.clock = clock;
  }

  /** Empty for a DID of a method that nobody added an anchor for, and for a broken did:key. */
  public Optional<Anchor> anchor(Did did) {
    var known = added.get(did);
    if (known != null) return Optional.of(known);
    var kept = derived.get(did);
    if (kept != null) {
      kept.lastUsed = clock.instant();
      return Optional.of(kept.anchor);
    }
    var key = did.publicKey();
    if (key.isEmpty()) return Optional.empty();
    var anchor = new KeyAnchor(did, key.get());
    if (derived.size() >= MAX_DERIVED) collectGarbage();
    if (derived.size() < MAX_DERIVED) derived.put(did, new Derived(anchor, clock.instant()));
    return Optional.of(anchor);
  }

  /** Adds an anchor for as long as this lives, for a DID whose method does not spell its key. */
  public void addAnchor(Anchor anchor) {
    added.put(anchor.did(), anchor);
  }

  public void addSigner(Signer signer) {
    signers.put(signer.did(), signer);
  }

  public Optional<Signer> signer(Did did) {
    return Optional.ofNullable(signers.get(did));
  }

  /** Forgets derived anchors that were not used for an hour. */
  public void collectGarbage() {
    var before = clock.instant().minus(KEPT_UNUSED);
    derived.values().removeIf(kept -> kept.lastUsed.isBefore(before));
  }

  int derivedCount() {
    return derived.size();
  }

  private static final class Derived {
    private final Anchor anchor;
    private volatile Instant lastUsed;

    Derived(Anchor anchor, Instant lastUsed) {
      this.anchor = anchor;
      this.lastUsed = lastUsed;
    }
  }
}
