package atoll.capability;

import static atoll.capability.Refusal.BROKEN_CHAIN;
import static atoll.capability.Refusal.OUTLIVES_CHAIN;
import static atoll.capability.Refusal.TOO_DEEP;
import static atoll.capability.Refusal.WIDENED;

import atoll.capability.Authorisation.Refused;
import atoll.identity.Did;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A token seen as its chain, leaf first, with what of its verification depends on nothing but its
 * bytes (DMS §2.4, steps 3 and 5).
 */
final class TokenChain {
  private final CapabilityToken leaf;
  private final List<CapabilityToken> links;
  private final Optional<Refused> flaw;
  private volatile boolean signaturesVerified;

  TokenChain(CapabilityToken leaf) {
    this.leaf = leaf;
    var all = new ArrayList<CapabilityToken>(leaf.length());
    for (var link = Optional.of(leaf); link.isPresent(); link = link.get().chain())
      all.add(link.get());
    this.links = List.copyOf(all);
    this.flaw = leaf.action() == Action.REVOKE ? Optional.empty() : structuralFlaw(links);
  }

  CapabilityToken leaf() {
    return leaf;
  }

  /** Leaf first. */
  List<CapabilityToken> links() {
    return links;
  }

  /** What is wrong whatever the time and whoever asks. */
  Optional<Refused> flaw() {
    return flaw;
  }

  boolean signaturesVerified() {
    return signaturesVerified;
  }

  /** Remembers a verdict that nothing can change: every issuer's DID spells its own key. */
  void markSignaturesVerified() {
    signaturesVerified = true;
  }

  /** Whether some issuer in the chain is {@code did}. */
  boolean isIssuedBy(Did did) {
    return distanceTo(did) >= 0;
  }

  /**
   * How many links below the first token issued by {@code did} the leaf is; -1 if there is none.
   */
  int distanceTo(Did did) {
    for (int i = 0; i < links.size(); i++) if (links.get(i).issuer().equals(did)) return i;
    return -1;
  }

  Did rootIssuer() {
    return links.getLast().issuer();
  }

  /** How many more tokens may hang below the leaf, as the tightest depth in the chain allows. */
  long room() {
    long room = TokenClaims.MAX_CHAIN - links.size();
    for (int i = 0; i < links.size(); i++) {
      long depth = links.get(i).claims().depth();
      if (depth > 0) room = Math.min(room, depth - i);
    }
    return room;
  }

  boolean implies(Capability wanted) {
    for (var cap : leaf.caps()) if (cap.implies(wanted)) return true;
    return false;
  }

  boolean implies(Topic wanted) {
    for (var topic : leaf.topics()) if (topic.implies(wanted)) return true;
    return false;
  }

  /**
   * Whether {@code other} adds nothing to this: same parties and origin, no longer, no wider, no
   * deeper. The original forgets the topics.
   */
  boolean subsumes(TokenChain other) {
    return leaf.action() == other.leaf.action()
        && leaf.issuer().equals(other.leaf.issuer())
        && leaf.subject().equals(other.leaf.subject())
        && leaf.audience().equals(other.leaf.audience())
        && !leaf.expiry().isBefore(other.leaf.expiry())
        && room() >= other.room()
        && other.leaf.caps().stream().allMatch(this::implies)
        && other.leaf.topics().stream().allMatch(this::implies)
        && other.links.stream().allMatch(link -> isIssuedBy(link.issuer()));
  }

  private static Optional<Refused> structuralFlaw(List<CapabilityToken> links) {
    for (int i = 0; i < links.size(); i++) {
      long depth = links.get(i).claims().depth();
      if (depth > 0 && i > depth)
        return flaw(TOO_DEEP, "a delegation of depth " + depth + " has " + i + " tokens below it");
      if (i + 1 < links.size()) {
        var wrong = linkFlaw(links.get(i), links.get(i + 1));
        if (wrong.isPresent()) return wrong;
      }
    }
    return Optional.empty();
  }

  private static Optional<Refused> linkFlaw(CapabilityToken token, CapabilityToken chain) {
    if (chain.action() != Action.DELEGATE)
      return flaw(BROKEN_CHAIN, "the token derives from one that is no delegation");
    if (!token.issuer().equals(chain.subject()))
      return flaw(BROKEN_CHAIN, "the token's issuer is not whom its chain delegates to");
    if (chain.expiry().isBefore(token.expiry()))
      return flaw(OUTLIVES_CHAIN, "the token expires after the delegation it derives from");
    if (!chain.audience().isEmpty() && !chain.audience().equals(token.audience()))
      return flaw(WIDENED, "the token's audience is not its delegation's");
    for (var topic : token.topics())
      if (chain.topics().stream().noneMatch(wide -> wide.implies(topic)))
        return flaw(WIDENED, "topic " + topic + " is not in the delegation it derives from");
    for (var cap : token.caps())
      if (chain.caps().stream().noneMatch(wide -> wide.implies(cap)))
        return flaw(WIDENED, "capability " + cap + " is not in the delegation it derives from");
    return Optional.empty();
  }

  private static Optional<Refused> flaw(Refusal reason, String explanation) {
    return Optional.of(new Refused(reason, explanation));
  }
}
