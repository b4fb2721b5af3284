package atoll.provider;

import atoll.identity.Did;
import atoll.kernel.LeaseId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Leases whose owner has given them back. A commitment that its own revert has overtaken holds
 * nothing, instead of holding what nobody wants until it runs out. Not safe for several threads:
 * {@link Commitments} guards it.
 */
final class GivenBack {
  /** What exceeds this forgets the oldest, which then holds until it runs out, at worst. */
  private static final int MOST = 10_000;

  private final Map<Owned, Instant> until = new LinkedHashMap<>();

  private record Owned(Did owner, LeaseId lease) {}

  /**
   * @param over when nothing can be held under them any more
   */
  void add(Did owner, List<LeaseId> leases, Instant now, Instant over) {
    until.values().removeIf(end -> !end.isAfter(now));
    for (var lease : leases) until.put(new Owned(owner, lease), over);
    var oldest = until.keySet().iterator();
    while (until.size() > MOST) {
      oldest.next();
      oldest.remove();
    }
  }

  boolean contains(Did owner, LeaseId lease, Instant now) {
    var over = until.get(new Owned(owner, lease));
    return over != null && over.isAfter(now);
  }
}
