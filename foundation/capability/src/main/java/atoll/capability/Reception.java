package atoll.capability;

import static atoll.capability.Refusal.NO_TOKEN;

import atoll.capability.Authorisation.Allowed;
import atoll.capability.Authorisation.Refused;
import atoll.identity.Did;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Takes in the tokens of messages: read once, remembered by their bytes if they allowed something,
 * and held while the message is handled. Thread-safe.
 */
final class Reception {
  private static final int CACHED_SETS = 512;
  private static final int MAX_CACHED_BYTES = 8192;

  private final Did owner;
  private final HeldTokens held = new HeldTokens();
  private final BoundedCache<ByteKey, List<TokenChain>> seen = new BoundedCache<>(CACHED_SETS);

  Reception(Did owner) {
    this.owner = owner;
  }

  Consumed consume(Did origin, byte[] tokens) {
    var bytes = new ByteKey(tokens);
    var known = seen.find(bytes);
    var chains =
        known.orElseGet(
            () -> CapabilityTokens.parse(tokens).tokens().stream().map(TokenChain::new).toList());
    var replies = new ArrayList<TokenChain>(0);
    for (var chain : chains)
      if (chain.leaf().action() == Action.DELEGATE
          && chain.leaf().subject().equals(owner)
          && chain.isIssuedBy(origin)) replies.add(chain);
    if (replies.isEmpty()) return new Consumed(chains, bytes, known.isPresent(), () -> {});
    // Equal bytes may be held for two messages at once, so each has its own objects.
    var own = replies.stream().map(chain -> new TokenChain(chain.leaf())).toList();
    held.hold(origin, own);
    return new Consumed(chains, bytes, known.isPresent(), () -> held.release(origin, own));
  }

  /** What came from {@code sender} with messages that are being handled. */
  List<TokenChain> heldFrom(Did sender) {
    return held.from(sender);
  }

  /** The first token that allows, else the refusal of the one that got furthest. */
  Authorisation judge(Consumed tokens, Function<TokenChain, Authorisation> check) {
    var furthest = new Refused(NO_TOKEN, "no token was presented");
    for (var chain : tokens.chains()) {
      switch (check.apply(chain)) {
        case Allowed allowed -> {
          remember(tokens);
          return allowed;
        }
        case Refused refused -> {
          if (refused.reason().compareTo(furthest.reason()) > 0) furthest = refused;
        }
      }
    }
    return furthest;
  }

  /** Only what allowed something, so that strangers cannot push it out. */
  private void remember(Consumed tokens) {
    var bytes = tokens.bytes().bytes();
    if (!tokens.fromCache() && bytes.length <= MAX_CACHED_BYTES)
      seen.put(new ByteKey(bytes.clone()), tokens.chains());
  }
}
