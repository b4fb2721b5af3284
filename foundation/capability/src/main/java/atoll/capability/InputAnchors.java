package atoll.capability;

import atoll.identity.Did;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whose word counts here (DMS §2.7): the owner's own, that of roots, and within its limits that of
 * whom a require token names. Thread-safe.
 */
final class InputAnchors {
  private final Did owner;
  private final Set<Did> roots = ConcurrentHashMap.newKeySet();
  private final Map<Did, List<TokenChain>> requireBySubject = new ConcurrentHashMap<>();

  InputAnchors(Did owner) {
    this.owner = owner;
  }

  Did owner() {
    return owner;
  }

  Set<Did> roots() {
    return roots;
  }

  /** Whether the owner or a root signed some part of the chain. */
  boolean isRooted(TokenChain chain) {
    for (var link : chain.links())
      if (link.issuer().equals(owner) || roots.contains(link.issuer())) return true;
    return false;
  }

  /** The require tokens whose subject is {@code did}. */
  List<TokenChain> requireFor(Did did) {
    return requireBySubject.getOrDefault(did, List.of());
  }

  void addRequire(TokenChain token) {
    requireBySubject.merge(token.leaf().subject(), List.of(token), Subsumption::merge);
  }

  boolean removeRequire(CapabilityToken token) {
    var removed = new boolean[1];
    requireBySubject.computeIfPresent(
        token.subject(),
        (_, tokens) -> {
          var rest = tokens.stream().filter(t -> !t.leaf().equals(token)).toList();
          removed[0] = rest.size() < tokens.size();
          return rest.isEmpty() ? null : rest;
        });
    return removed[0];
  }

  List<TokenChain> allRequire() {
    var all = new ArrayList<TokenChain>();
    requireBySubject.values().forEach(all::addAll);
    return all;
  }
}
