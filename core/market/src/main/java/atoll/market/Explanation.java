package atoll.market;

import atoll.kernel.NodeName;
import java.util.List;

/**
 * What stands against a provider for a node. Without any reason, nothing does, and the node could
 * go there if the rest of the ensemble could be placed.
 */
public record Explanation(ProviderId provider, NodeName node, List<Reason> reasons) {
  public Explanation {
    reasons = List.copyOf(reasons);
  }
}
