package atoll.provider;

import atoll.ensemble.HealthCheck;
import atoll.identity.Did;
import atoll.kernel.AllocationId;
import atoll.protocol.Outcome;

/** How the health of what runs here is checked, by whoever ordered it (DMS §6.6). Any thread. */
final class HealthChecks {
  private final Allocations allocations;
  private final PortLedger ports;
  private final HealthProbes probes;

  HealthChecks(Allocations allocations, PortLedger ports, HealthProbes probes) {
    this.allocations = allocations;
    this.ports = ports;
    this.probes = probes;
  }

  /** Remembers how an allocation's health is to be checked. */
  Outcome register(AllocationId id, HealthCheck check, Did by) {
    var allocation = allocations.find(id, by);
    allocation.ifPresent(a -> a.watchBy(check));
    return allocation.isPresent() ? Outcome.DONE : Refusals.notHere(id);
  }

  /** Checks an allocation's health now; blocks for at most the check's timeout. */
  Outcome check(AllocationId id, Did by) throws InterruptedException {
    var allocation = allocations.find(id, by);
    if (allocation.isEmpty()) return Refusals.notHere(id);
    var run = allocation.get().run();
    if (run.isEmpty()) return Outcome.failed(id.manifestKey() + " does not run here");
    var check = allocation.get().record().healthCheck();
    return check.isEmpty()
        ? Outcome.failed("no health check is registered")
        : probes.check(check.get(), run.get(), ports.of(id));
  }
}
