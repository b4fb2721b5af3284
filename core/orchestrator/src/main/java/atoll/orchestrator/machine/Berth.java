package atoll.orchestrator.machine;

import atoll.actor.Handle;
import atoll.kernel.AllocationName;
import atoll.kernel.AllocationType;
import atoll.kernel.NodeName;
import atoll.market.ProviderId;
import java.util.List;
import java.util.Optional;

/**
 * One node of a deployment at one provider: its allocations, in the order they start. A node that
 * moves has two for a while. Belongs to its deployment's machine.
 */
final class Berth {
  final NodeName node;
  final ProviderId provider;
  final Handle handle;
  final List<AllocationProgress> allocations;

  /** Whether all of it is given back, and nothing of it is to be at the provider any more. */
  boolean leaving;

  Berth(NodeName node, ProviderId provider, Handle handle, List<AllocationProgress> allocations) {
    this.node = node;
    this.provider = provider;
    this.handle = handle;
    this.allocations = List.copyOf(allocations);
  }

  Optional<AllocationProgress> find(AllocationName name) {
    return allocations.stream().filter(p -> p.id.allocation().equals(name)).findFirst();
  }

  /** Whether nothing of it is still on its way to running. */
  boolean isUp() {
    return allocations.stream()
        .allMatch(p ->
            p.phase == AllocationProgress.Phase.RUNNING
                || p.phase == AllocationProgress.Phase.ENDED);
  }

  /** Whether it can be moved: it serves, and nothing of it is a task that would run twice. */
  boolean isMovable() {
    boolean serves = false;
    for (var progress : allocations) {
      if (progress.phase == AllocationProgress.Phase.ENDED) continue;
      if (progress.spec.type() == AllocationType.TASK) return false;
      serves = true;
    }
    return serves;
  }
}
