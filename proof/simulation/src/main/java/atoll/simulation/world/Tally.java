package atoll.simulation.world;

import java.util.EnumMap;
import java.util.Map;

/** How often each kind of fault was injected. */
public final class Tally {
  private final EnumMap<FaultKind, Long> counts = new EnumMap<>(FaultKind.class);

  void count(FaultKind kind) {
    counts.merge(kind, 1L, Long::sum);
  }

  public void add(Tally other) {
    other.counts.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
  }

  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** By kind, in the order of {@link FaultKind}. */
  public Map<FaultKind, Long> byKind() {
    return new EnumMap<>(counts);
  }
}
