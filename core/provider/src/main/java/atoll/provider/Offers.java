package atoll.provider;

import atoll.kernel.ExecutorKind;
import atoll.kernel.Resources;
import atoll.market.FreePorts;
import atoll.market.Offer;
import atoll.market.ProviderId;
import atoll.workload.Readiness;
import atoll.workload.WorkloadExecutor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What this machine has to sell at this moment. Holds nothing; safe for any thread. */
final class Offers {
  private final ProviderId self;
  private final ProviderSettings settings;
  private final Machine machine;
  private final Map<ExecutorKind, WorkloadExecutor> executors;
  private final ResourceLedger ledger;
  private final PortLedger ports;
  private final Commitments commitments;

  Offers(
      ProviderId self,
      ProviderSettings settings,
      Machine machine,
      Map<ExecutorKind, WorkloadExecutor> executors,
      ResourceLedger ledger,
      PortLedger ports,
      Commitments commitments) {
    this.self = self;
    this.settings = settings;
    this.machine = machine;
    this.executors = executors;
    this.ledger = ledger;
    this.ports = ports;
    this.commitments = commitments;
  }

  /** Empty if it lends nothing. Static ports that {@code wanted} names are tried. */
  Optional<Offer> offer(List<Integer> wantedPorts) {
    var now = ledger.snapshot();
    if (now.onboarded().equals(Resources.NONE)) return Optional.empty();
    var ready = new LinkedHashSet<ExecutorKind>();
    var caveats = new ArrayList<String>();
    if (commitments.lending().draining()) caveats.add(Refusals.DRAINING);
    executors.forEach((kind, executor) -> {
      switch (executor.readiness()) {
        case Readiness.Ready(_, var unenforced) -> {
          ready.add(kind);
          unenforced.forEach(what -> caveats.add(kind.wireName() + ": " + what));
        }
        case Readiness.NotReady _ -> {}
      }
    });
    return Optional.of(
        new Offer(
            self,
            now.onboarded(),
            now.free(),
            machine.cpu().clockHertz(),
            Optional.of(machine.cpu().architecture()),
            ready,
            settings.location(),
            settings.coordinates(),
            new FreePorts(ports.first(), ports.afterLast(), taken(wantedPorts)),
            settings.privilegedAllowed(),
            settings.price(),
            Optional.empty(),
            caveats));
  }

  private Set<Integer> taken(List<Integer> wanted) {
    var taken = new LinkedHashSet<>(ports.takenOf(wanted));
    taken.addAll(ports.reservedDynamic());
    return taken;
  }

  /** Executors that cannot start anything now, each with its cause, for people. */
  Map<ExecutorKind, String> notReady() {
    var causes = new LinkedHashMap<ExecutorKind, String>();
    executors.forEach((kind, executor) -> {
      if (executor.readiness() instanceof Readiness.NotReady(var cause)) causes.put(kind, cause);
    });
    return causes;
  }
}
