package atoll.capability;

import atoll.identity.Did;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Delegations to the owner that came with messages which are being handled, by who sent them: what
 * replies chain on. Bounded; thread-safe.
 */
final class HeldTokens {
  private static final int MAX_SENDERS = 16_384;
  private static final int MAX_PER_SENDER = 1024;

  private final Map<Did, List<TokenChain>> bySender = new ConcurrentHashMap<>();

  /** Without room nothing is held: the reply then has our own word only. */
  void hold(Did sender, List<TokenChain> chains) {
    if (bySender.size() >= MAX_SENDERS && !bySender.containsKey(sender)) return;
    bySender.merge(
        sender,
        chains,
        (held, added) -> {
          if (held.size() + added.size() > MAX_PER_SENDER) return held;
          var all = new ArrayList<>(held);
          all.addAll(added);
          return List.copyOf(all);
        });
  }

  /** Drops these very tokens, and not equal ones of another message. */
  void release(Did sender, List<TokenChain> chains) {
    bySender.computeIfPresent(
        sender,
        (_, held) -> {
          var rest =
              held.stream()
                  .filter(token -> chains.stream().noneMatch(released -> released == token))
                  .toList();
          return rest.isEmpty() ? null : rest;
        });
  }

  List<TokenChain> from(Did sender) {
    return bySender.getOrDefault(sender, List.of());
  }
}
