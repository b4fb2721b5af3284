package atoll.provider;

import atoll.actor.Dispatcher;
import atoll.identity.Did;
import atoll.journal.JournalException;
import atoll.protocol.StateReport;
import atoll.protocol.StateRequest;
import atoll.provider.Endings.Told;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be of a deployment here, and what is: whatever its owner does not name any more begins
 * to end, the rest stands on, and all of it is told. Losing any message but the last is no loss.
 */
final class Stating {
  private static final Logger LOG = LoggerFactory.getLogger(Stating.class);
  private static final String UNWANTED = "no longer wanted";

  private final EpochBook epochs;
  private final Allocations allocations;
  private final Commitments commitments;
  private final StandingLeases standing;
  private final Endings endings;
  private final Dispatcher dispatcher;

  Stating(
      EpochBook epochs,
      Allocations allocations,
      Commitments commitments,
      StandingLeases standing,
      Endings endings,
      Dispatcher dispatcher) {
    this.epochs = epochs;
    this.allocations = allocations;
    this.commitments = commitments;
    this.standing = standing;
    this.endings = endings;
    this.dispatcher = dispatcher;
  }

  StateReport state(StateRequest request, Did by) {
    var ensemble = request.ensemble();
    var late = epochs.refusal(ensemble, by, request.epoch());
    if (late.isPresent()) return StateReport.refused(late.get(), epochs.newest(ensemble, by));
    var here = allocations.of(ensemble, by);
    for (var allocation : here) {
      if (names(request, allocation)) standing.renew(allocation, request.until());
      else if (!allocation.isGone() && isKnownTo(request, allocation))
        dispatcher.execute(() -> endings.shutDownIfPossible(allocation, UNWANTED, Told.BY_ANSWER));
    }
    giveBackOlder(request, by);
    return report(request, here);
  }

  private static boolean names(StateRequest request, HostedAllocation allocation) {
    var wanted = request.allocations().get(allocation.id.manifestKey());
    return wanted != null && wanted.lease().equals(allocation.lease);
  }

  /** What this epoch made just now may be younger than a request that was late. */
  private static boolean isKnownTo(StateRequest request, HostedAllocation allocation) {
    return allocation.record().lease().epoch() < request.epoch() || allocation.isSettled();
  }

  /** What an older epoch holds and nobody names; what this one holds may be on its way. */
  private void giveBackOlder(StateRequest request, Did by) {
    var older =
        commitments.held().stream()
            .filter(h -> h.owner().equals(by) && h.epoch() < request.epoch())
            .filter(h -> h.allocation().ensemble().equals(request.ensemble()))
            .filter(h -> !isNamed(request, h))
            .toList();
    try {
      commitments.giveBack(older);
    } catch (JournalException e) { // they end by themselves
      LOG.warn("hold_kept ensemble={} cause={}", request.ensemble(), e.getMessage());
    }
  }

  private static boolean isNamed(StateRequest request, Lease hold) {
    var wanted = request.allocations().get(hold.allocation().manifestKey());
    return wanted != null && wanted.lease().equals(hold.id());
  }

  private StateReport report(StateRequest request, List<HostedAllocation> here) {
    var reported = new TreeMap<String, StateReport.Reported>();
    for (var allocation : here)
      reported.put(allocation.id.manifestKey(), reported(allocation.record(), allocation));
    return new StateReport(true, "", request.epoch(), commitments.lending().draining(), reported);
  }

  private static StateReport.Reported reported(
      AllocationRecord record, HostedAllocation allocation) {
    var ending = record.ending();
    return new StateReport.Reported(
        record.lease().id(),
        record.run(),
        record.status(),
        record.startedAt(),
        ending.map(end -> OptionalInt.of(end.exitCode())).orElse(OptionalInt.empty()),
        ending.map(AllocationRecord.Ending::why).orElse(""),
        allocation.handle,
        record.lease().ports().stream()
            .collect(
                Collectors.toMap(PortLedger.Mapping::publicPort, PortLedger.Mapping::privatePort)));
  }
}
