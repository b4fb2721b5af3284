package atoll.ensemble;

import atoll.kernel.Location;
import java.util.List;

/**
 * Where a node may be: in one of {@code accept} if any are named, and in none of {@code reject},
 * which wins (specs/README, dms).
 */
public record LocationRule(List<Location> accept, List<Location> reject) {
  public static final LocationRule ANYWHERE = new LocationRule(List.of(), List.of());

  public LocationRule {
    accept = List.copyOf(accept);
    reject = List.copyOf(reject);
  }

  /** A place that is unknown is in no accept list. */
  public boolean admits(Location place) {
    return reject.stream().noneMatch(r -> r.isMetBy(place))
        && (accept.isEmpty() || accept.stream().anyMatch(a -> a.isMetBy(place)));
  }
}
