package atoll.orchestrator.machine;

import atoll.ensemble.Ensemble;
import atoll.kernel.AllocationName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** The order in which allocations start: as the file names them, each after what it depends on. */
final class StartOrder {
  private StartOrder() {}

  /** The ensemble's dependencies have no circle; its parser refused those. */
  static List<AllocationName> of(Ensemble ensemble) {
    var ordered = new LinkedHashSet<AllocationName>();
    ensemble
        .allocations()
        .keySet()
        .forEach(name -> add(ensemble, name, ordered, new ArrayList<>()));
    return List.copyOf(ordered);
  }

  private static void add(
      Ensemble ensemble,
      AllocationName name,
      LinkedHashSet<AllocationName> ordered,
      List<AllocationName> way) {
    var spec = ensemble.allocations().get(name);
    if (spec == null || ordered.contains(name)) return;
    if (way.contains(name))
      throw new IllegalArgumentException("allocations depend on each other in a circle: " + way);
    way.add(name);
    spec.dependsOn().forEach(need -> add(ensemble, need, ordered, way));
    way.removeLast();
    ordered.add(name);
  }
}
