package atoll.orchestrator.machine;

import atoll.actor.Handle;
import atoll.kernel.NodeName;
import atoll.market.Offer;
import atoll.market.ProviderId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one round of bids brought.
 *
 * @param asked how many peers were asked
 * @param offers of all who answered, whether they bid or not
 * @param bids the nodes that each provider bid for
 * @param handles of the node actors of all who answered
 */
public record BidRound(
    int asked,
    Map<ProviderId, Offer> offers,
    Map<ProviderId, Set<NodeName>> bids,
    Map<ProviderId, Handle> handles) {
  static final BidRound NONE = new BidRound(0, Map.of(), Map.of(), Map.of());

  public BidRound {
    offers = Map.copyOf(offers);
    var copied = new HashMap<ProviderId, Set<NodeName>>();
    bids.forEach((provider, nodes) -> copied.put(provider, Set.copyOf(nodes)));
    bids = Map.copyOf(copied);
    handles = Map.copyOf(handles);
  }

  /** How many of those asked said anything. */
  public int answered() {
    return handles.size();
  }

  /** The caveats of the chosen providers, each said once. */
  public List<String> caveatsOf(Iterable<ProviderId> providers) {
    var caveats = new LinkedHashMap<String, Boolean>();
    for (var provider : providers) {
      var offer = offers.get(provider);
      if (offer != null) offer.caveats().forEach(caveat -> caveats.put(caveat, true));
    }
    return List.copyOf(caveats.keySet());
  }
}
