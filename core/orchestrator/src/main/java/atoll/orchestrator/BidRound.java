package atoll.orchestrator;

import atoll.actor.Handle;
import atoll.kernel.NodeName;
import atoll.market.Demand;
import atoll.market.Offer;
import atoll.market.ProviderId;
import java.util.ArrayList;
import java.util.HashSet;
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
 * @param handles of the providers' node actors
 */
record BidRound(
    int asked,
    Map<ProviderId, Offer> offers,
    Map<ProviderId, Set<NodeName>> bids,
    Map<ProviderId, Handle> handles) {
  BidRound {
    offers = Map.copyOf(offers);
    bids = Map.copyOf(bids);
    handles = Map.copyOf(handles);
  }

  int answered() {
    return offers.size();
  }

  /**
   * The demands with every provider excluded that did not bid for the node, or that is to be
   * avoided.
   */
  List<Demand> demandsFor(List<Demand> demands, Set<ProviderId> avoided) {
    var narrowed = new ArrayList<Demand>();
    for (var demand : demands) {
      var excluded = new HashSet<>(demand.excluded());
      excluded.addAll(avoided);
      // A provider whose offer does not match explains itself; only one that could and would not is
      // excluded.
      bids.forEach((provider, nodes) -> {
        var offer = offers.get(provider);
        if (!nodes.contains(demand.node())
            && offer != null
            && atoll.market.Matching.check(demand, offer).isEmpty()) excluded.add(provider);
      });
      narrowed.add(demand.withExcluded(excluded));
    }
    return narrowed;
  }

  /** The caveats of the chosen providers, each said once. */
  List<String> caveatsOf(Iterable<ProviderId> providers) {
    var caveats = new LinkedHashMap<String, Boolean>();
    for (var provider : providers) {
      var offer = offers.get(provider);
      if (offer != null) offer.caveats().forEach(caveat -> caveats.put(caveat, true));
    }
    return List.copyOf(caveats.keySet());
  }
}
