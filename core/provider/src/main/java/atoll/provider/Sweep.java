package atoll.provider;

import atoll.journal.JournalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what has outlived its lease, forgets what was kept long enough, and tries again what failed.
 * Each is due by itself, too; harmless to repeat, and safe for any thread.
 */
final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  private final Commitments commitments;
  private final Allocations allocations;
  private final StandingLeases standing;
  private final EpochBook epochs;

  Sweep(
      Commitments commitments, Allocations allocations, StandingLeases standing, EpochBook epochs) {
    this.commitments = commitments;
    this.allocations = allocations;
    this.standing = standing;
    this.epochs = epochs;
  }

  void run() {
    commitments.endLeases();
    for (var allocation : allocations.all()) {
      standing.endIfOver(allocation);
      save(allocation);
      allocations.forgetIfOver(allocation);
    }
    try {
      epochs.sweep(allocations::anyOf);
    } catch (JournalException e) {
      LOG.warn("epochs_not_forgotten cause={}", e.getMessage());
    }
  }

  private static void save(HostedAllocation allocation) {
    try {
      allocation.saveNow();
    } catch (JournalException e) {
      LOG.warn("not_remembered allocation={} cause={}", allocation.id, e.getMessage());
    }
  }
}
