package atoll.capability;

import static atoll.capability.Refusal.FULL;

import atoll.identity.Did;
import atoll.identity.TrustContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Puts into a context only what holds, and drops what does not hold any more: whose word counts
 * here, what others delegated to the owner, what was taken back. Expired tokens go by themselves,
 * at most an hour late. Thread-safe; verification holds no lock.
 */
final class Anchors {
  private static final Duration GARBAGE_INTERVAL = Duration.ofHours(1);

  private final TrustContext trust;
  private final InputAnchors input;
  private final OutputAnchors output;
  private final Revocations revocations;
  private final CapabilityVerifier verifier;
  private final InstantSource clock;
  private final AtomicReference<Instant> garbageDue;

  Anchors(
      TrustContext trust,
      InputAnchors input,
      OutputAnchors output,
      Revocations revocations,
      CapabilityVerifier verifier,
      InstantSource clock) {
    this.trust = trust;
    this.input = input;
    this.output = output;
    this.revocations = revocations;
    this.verifier = verifier;
    this.clock = clock;
    this.garbageDue = new AtomicReference<>(clock.instant().plus(GARBAGE_INTERVAL));
  }

  void addRoot(Did root) {
    if (root.isEmpty()) throw new IllegalArgumentException("a root anchor names a DID");
    input.roots().add(root);
  }

  Anchoring require(CapabilityToken token) {
    var chain = new TokenChain(token);
    if (token.action() != Action.DELEGATE)
      return new Anchoring.Refused(Refusal.WRONG_ACTION, "a require anchor is a delegation");
    if (!input.isRooted(chain))
      return new Anchoring.Refused(
          Refusal.NOT_TRUSTED, "a require anchor is issued by the context's owner or a root");
    return anchored(chain, () -> input.addRequire(chain));
  }

  Anchoring provide(CapabilityToken token) {
    var chain = new TokenChain(token);
    if (token.action() != Action.DELEGATE)
      return new Anchoring.Refused(Refusal.WRONG_ACTION, "a provide anchor is a delegation");
    if (!token.subject().equals(input.owner()))
      return new Anchoring.Refused(
          Refusal.WRONG_SUBJECT,
          "a provide anchor delegates to the context's owner " + input.owner());
    return anchored(chain, () -> output.add(chain));
  }

  /** Whatever chains on what the owner takes back goes, too. */
  void revokeOwn(CapabilityToken revocation) {
    revocations.add(revocation);
    dropInvalid();
  }

  Anchoring revocation(CapabilityToken token) {
    if (token.action() != Action.REVOKE)
      return new Anchoring.Refused(Refusal.WRONG_ACTION, "the token revokes nothing");
    var flaw = verifier.flaw(new TokenChain(token), now());
    if (flaw.isPresent())
      return new Anchoring.Refused(flaw.get().reason(), flaw.get().explanation());
    if (!revocations.add(token)) return new Anchoring.Refused(FULL, "no room for more revocations");
    dropInvalid();
    return new Anchoring.Anchored();
  }

  private Anchoring anchored(TokenChain chain, Runnable add) {
    var flaw = verifier.flaw(chain, now());
    if (flaw.isPresent())
      return new Anchoring.Refused(flaw.get().reason(), flaw.get().explanation());
    add.run();
    return new Anchoring.Anchored();
  }

  void collectGarbage() {
    revocations.dropExpired(now());
    dropInvalid();
    trust.collectGarbage();
  }

  void collectGarbageIfDue() {
    var due = garbageDue.get();
    var now = clock.instant();
    if (!now.isBefore(due) && garbageDue.compareAndSet(due, now.plus(GARBAGE_INTERVAL)))
      collectGarbage();
  }

  private void dropInvalid() {
    var now = now();
    for (var token : input.allRequire())
      if (verifier.flaw(token, now).isPresent()) input.removeRequire(token.leaf());
    for (var token : output.all())
      if (verifier.flaw(token, now).isPresent()) output.remove(token.leaf());
  }

  private Expiry now() {
    return Expiry.at(clock.instant());
  }
}
