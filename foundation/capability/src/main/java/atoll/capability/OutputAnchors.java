package atoll.capability;

import atoll.identity.Did;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What others delegated to the owner, and what can be issued on it (DMS §2.5, §2.7). Several
 * anchors together may cover a request, where the original needs one that covers it all.
 * Thread-safe.
 */
final class OutputAnchors {
  private final TokenIssuer issuer;
  private final Predicate<TokenChain> isValid;
  private volatile List<TokenChain> provide = List.of();

  /**
   * @param isValid whether a token still verifies
   */
  OutputAnchors(TokenIssuer issuer, Predicate<TokenChain> isValid) {
    this.issuer = issuer;
    this.isValid = isValid;
  }

  synchronized void add(TokenChain token) {
    provide = Subsumption.merge(provide, List.of(token));
  }

  synchronized boolean remove(CapabilityToken token) {
    var rest = provide.stream().filter(t -> !t.leaf().equals(token)).toList();
    boolean removed = rest.size() < provide.size();
    provide = rest;
    return removed;
  }

  List<TokenChain> all() {
    return provide;
  }

  /**
   * Leaf tokens for one message: chained on {@code held} and on provide anchors, those that {@code
   * target} had a part in first, and our own word last. What would not fit into a message is left
   * out, our own word excepted.
   */
  TokenList leaves(
      Did target,
      List<TokenChain> held,
      Action action,
      Did subject,
      Did audience,
      Optional<Topic> topic,
      List<Capability> caps,
      Expiry expiry,
      int maxBytes) {
    var topics = topic.map(List::of).orElse(List.of());
    var own = issuer.issue(action, subject, audience, topics, caps, expiry, 0, Optional.empty());
    int bytes = TokenList.of(own).json().length();
    var leaves = new ArrayList<CapabilityToken>();
    var covered = new LinkedHashMap<Did, List<Capability>>();
    for (var parent : candidates(target, held)) {
      if (!carries(parent, audience, expiry, 1)) continue;
      if (topic.isPresent() && !parent.implies(topic.get())) continue;
      var before = covered.getOrDefault(parent.rootIssuer(), List.of());
      var fresh =
          caps.stream().filter(cap -> parent.implies(cap) && !before.contains(cap)).toList();
      if (fresh.isEmpty() || !isValid.test(parent)) continue;
      // What the leaf adds to its chain: its own members and signature.
      int size = parent.leaf().json().length() + own.json().length() + 16;
      if (bytes + size > maxBytes) continue;
      leaves.add(
          issuer.issue(
              action, subject, audience, topics, fresh, expiry, 0, Optional.of(parent.leaf())));
      bytes += size;
      covered.merge(parent.rootIssuer(), fresh, OutputAnchors::joined);
    }
    leaves.add(own);
    return new TokenList(leaves);
  }

  /** Delegations chained on provide anchors that together cover {@code request}. */
  Delegation delegate(DelegationRequest request) {
    var missing = new ArrayList<>(Piece.of(request));
    var tokens = new ArrayList<CapabilityToken>();
    var parents = new ArrayList<>(provide);
    parents.removeIf(parent ->
        !carries(parent, request.audience(), request.expiry().orElse(parent.leaf().expiry()), 2)
            || !isValid.test(parent));
    while (!missing.isEmpty()) {
      var best =
          parents.stream()
              .max(Comparator.comparingLong(parent -> countCovered(missing, parent)))
              .filter(parent -> countCovered(missing, parent) > 0);
      if (best.isEmpty()) return uncovered(missing);
      tokens.add(delegateOn(best.get(), request));
      missing.removeIf(piece -> piece.isCoveredBy(best.get()));
      parents.remove(best.get());
    }
    return new Delegation.Delegated(new TokenList(tokens));
  }

  private CapabilityToken delegateOn(TokenChain parent, DelegationRequest request) {
    return issuer.issue(
        Action.DELEGATE,
        request.subject(),
        request.audience(),
        request.topics().stream().filter(parent::implies).toList(),
        request.caps().stream().filter(parent::implies).toList(),
        request.expiry().orElse(parent.leaf().expiry()),
        request.depth(),
        Optional.of(parent.leaf()));
  }

  private static long countCovered(List<Piece> pieces, TokenChain parent) {
    return pieces.stream().filter(piece -> piece.isCoveredBy(parent)).count();
  }

  private static Delegation uncovered(List<Piece> missing) {
    var caps = missing.stream().flatMap(piece -> piece.cap().stream()).distinct().toList();
    var topics = missing.stream().flatMap(piece -> piece.topic().stream()).distinct().toList();
    return new Delegation.Uncovered(
        caps,
        topics,
        "no provide anchor allows delegating "
            + caps
            + (topics.isEmpty() ? "" : " on topics " + topics)
            + " with this audience, expiry and depth; anchor one with cap anchor --provide, or"
            + " self-sign");
  }

  private boolean carries(TokenChain parent, Did audience, Expiry expiry, int below) {
    var token = parent.leaf();
    return token.action() == Action.DELEGATE
        && token.subject().equals(issuer.did())
        && !token.expiry().isBefore(expiry)
        && (token.audience().isEmpty() || token.audience().equals(audience))
        && parent.room() >= below;
  }

  private List<TokenChain> candidates(Did target, List<TokenChain> held) {
    var candidates = new ArrayList<>(held);
    candidates.removeIf(token -> !token.isIssuedBy(target));
    for (var token : provide) if (token.isIssuedBy(target)) candidates.add(token);
    for (var token : provide) if (!token.isIssuedBy(target)) candidates.add(token);
    return candidates;
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** One capability on one topic: the least that a single anchor must cover by itself. */
  private record Piece(Optional<Capability> cap, Optional<Topic> topic) {
    static List<Piece> of(DelegationRequest request) {
      var pieces = new ArrayList<Piece>();
      for (var cap : request.caps()) {
        for (var topic : request.topics())
          pieces.add(new Piece(Optional.of(cap), Optional.of(topic)));
        if (request.topics().isEmpty()) pieces.add(new Piece(Optional.of(cap), Optional.empty()));
      }
      if (request.caps().isEmpty())
        for (var topic : request.topics())
          pieces.add(new Piece(Optional.empty(), Optional.of(topic)));
      return pieces;
    }

    boolean isCoveredBy(TokenChain parent) {
      return cap.map(parent::implies).orElse(true) && topic.map(parent::implies).orElse(true);
    }
  }
}
