package atoll.market;

import atoll.kernel.NodeName;
import java.util.List;
import java.util.stream.Collectors;

/** The provider that came closest to hosting a node, and all that was still against it. */
public record NearestMiss(ProviderId provider, NodeName node, List<Reason> reasons) {
  public NearestMiss {
    reasons = List.copyOf(reasons);
  }

  /** For people: what was asked, what there is, and by how much it is too little. */
  public String sentence() {
    return "node %s on %s: %s"
        .formatted(
            node,
            provider,
            reasons.stream()
                .map(reason ->
                    reason.sentence()
                        + Shortfall.amount(reason).map(by -> " (" + by + ")").orElse(""))
                .collect(Collectors.joining("; ")));
  }
}
