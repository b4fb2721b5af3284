package atoll.capability;

import static atoll.capability.Refusal.BAD_SIGNATURE;
import static atoll.capability.Refusal.EXPIRED;
import static atoll.capability.Refusal.INSUFFICIENT;
import static atoll.capability.Refusal.NOT_TRUSTED;
import static atoll.capability.Refusal.REVOKED;
import static atoll.capability.Refusal.UNKNOWN_ISSUER;
import static atoll.capability.Refusal.WRONG_ACTION;
import static atoll.capability.Refusal.WRONG_AUDIENCE;
import static atoll.capability.Refusal.WRONG_SUBJECT;
import static atoll.capability.Refusal.WRONG_TOPIC;

import atoll.capability.Authorisation.Allowed;
import atoll.capability.Authorisation.Refused;
import atoll.identity.Did;
import atoll.identity.TrustContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Checks chains against time, revocations, signatures and trust (DMS §2.4), cheap checks first. The
 * only thing that makes a {@link Grant}. Thread-safe; holds no lock while it verifies.
 */
public final class CapabilityVerifier {
  private final TrustContext trust;
  private final InputAnchors anchors;
  private final Revocations revocations;
  private final BoundedCache<String, Boolean> verifiedDelegations = new BoundedCache<>(256);

  CapabilityVerifier(TrustContext trust, InputAnchors anchors, Revocations revocations) {
    this.trust = trust;
    this.anchors = anchors;
    this.revocations = revocations;
  }

  /** Whether {@code chain} lets {@code subject} invoke any of {@code anyOf} on {@code audience}. */
  Authorisation invocation(
      TokenChain chain, Did subject, Did audience, Collection<Capability> anyOf, Expiry now) {
    var leaf = chain.leaf();
    if (leaf.action() != Action.INVOKE)
      return new Refused(WRONG_ACTION, "the token is to " + leaf.action().wireName());
    if (!leaf.subject().equals(subject))
      return new Refused(WRONG_SUBJECT, "the token is for " + leaf.subject());
    if (!leaf.audience().isEmpty() && !leaf.audience().equals(audience))
      return new Refused(WRONG_AUDIENCE, "the token counts against " + leaf.audience() + " only");
    return grantIfTrusted(chain, Optional.empty(), anyOf, now);
  }

  /** Whether {@code chain} lets {@code subject} broadcast any of {@code anyOf} on {@code topic}. */
  Authorisation broadcast(
      TokenChain chain, Did subject, Topic topic, Collection<Capability> anyOf, Expiry now) {
    var leaf = chain.leaf();
    if (leaf.action() != Action.BROADCAST)
      return new Refused(WRONG_ACTION, "the token is to " + leaf.action().wireName());
    if (!leaf.subject().equals(subject))
      return new Refused(WRONG_SUBJECT, "the token is for " + leaf.subject());
    if (!leaf.audience().isEmpty())
      return new Refused(WRONG_AUDIENCE, "a broadcast is for everyone, the token is not");
    if (!chain.implies(topic))
      return new Refused(WRONG_TOPIC, "the token is not for topic " + topic);
    return grantIfTrusted(chain, Optional.of(topic), anyOf, now);
  }

  /** Everything about a chain but whose authority it is. */
  Optional<Refused> flaw(TokenChain chain, Expiry now) {
    for (var link : chain.links())
      if (link.expiry().isBefore(now))
        return Optional.of(new Refused(EXPIRED, "the token expired at " + link.expiry()));
    if (revocations.revokes(chain))
      return Optional.of(new Refused(REVOKED, "the token or one it derives from was revoked"));
    if (chain.flaw().isPresent()) return chain.flaw();
    return signatureFlaw(chain);
  }

  /** A grant that needs no token, for who proved to be this machine's operator. */
  static Grant operatorGrant(Did operator, Expiry expiry) {
    return new Grant(operator, operator, List.of(Capability.ROOT), expiry);
  }

  private Authorisation grantIfTrusted(
      TokenChain chain, Optional<Topic> topic, Collection<Capability> anyOf, Expiry now) {
    if (!impliesAny(chain.leaf().caps(), anyOf))
      return new Refused(INSUFFICIENT, "the token does not cover " + anyOf);
    var abilities =
        anchors.isRooted(chain) ? chain.leaf().caps() : admittedAbilities(chain, topic, now);
    if (!impliesAny(abilities, anyOf))
      return new Refused(
          NOT_TRUSTED, "nobody who is trusted here for " + anyOf + " signed the token");
    var flaw = flaw(chain, now);
    if (flaw.isPresent()) return flaw.get();
    var leaf = chain.leaf();
    return new Allowed(new Grant(leaf.issuer(), leaf.subject(), abilities, leaf.expiry()));
  }

  /** The capabilities of the leaf that some require token admits, together with the topic. */
  private List<Capability> admittedAbilities(TokenChain chain, Optional<Topic> topic, Expiry now) {
    var admitted = new ArrayList<Capability>();
    var links = chain.links();
    for (int below = 0; below < links.size(); below++)
      for (var require : anchors.requireFor(links.get(below).issuer()))
        if (admits(require, chain, below, topic, now))
          for (var cap : chain.leaf().caps())
            if (require.implies(cap) && !admitted.contains(cap)) admitted.add(cap);
    return admitted;
  }

  private boolean admits(
      TokenChain require, TokenChain chain, int below, Optional<Topic> topic, Expiry now) {
    var token = require.leaf();
    var leaf = chain.leaf();
    return token.action() == Action.DELEGATE
        && !token.expiry().isBefore(leaf.expiry())
        && require.room() > below
        && (token.audience().isEmpty() || token.audience().equals(leaf.audience()))
        && (topic.isEmpty() || require.implies(topic.get()))
        && anchors.isRooted(require)
        && flaw(require, now).isEmpty();
  }

  private static boolean impliesAny(List<Capability> held, Collection<Capability> anyOf) {
    for (var wanted : anyOf) for (var cap : held) if (cap.implies(wanted)) return true;
    return false;
  }

  private Optional<Refused> signatureFlaw(TokenChain chain) {
    if (chain.signaturesVerified()) return Optional.empty();
    boolean lasting = true;
    for (var link : chain.links()) {
      if (verifiedDelegations.find(link.json()).isPresent()) break;
      var anchor = trust.anchor(link.issuer());
      if (anchor.isEmpty())
        return Optional.of(
            new Refused(UNKNOWN_ISSUER, "no key is known for the issuer " + link.issuer()));
      if (!anchor.get().verify(link.signedBytes(), link.signature()))
        return Optional.of(
            new Refused(BAD_SIGNATURE, "the signature of " + link.issuer() + " does not verify"));
      lasting &= link.issuer().method().equals("key");
      if (link.action() == Action.REVOKE) break;
    }
    if (lasting) {
      chain.markSignaturesVerified();
      if (chain.leaf().action() != Action.REVOKE)
        chain.leaf().chain().ifPresent(inner -> verifiedDelegations.put(inner.json(), true));
    }
    return Optional.empty();
  }
}
