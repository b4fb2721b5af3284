package atoll.provider;

import atoll.journal.JournalException;
import atoll.kernel.Resources;

/**
 * How much of this machine is lent, and whether anything new is taken on. Not safe for several
 * threads: {@link Commitments} guards it, so that nothing is taken of a share that may yet be
 * refused by the journal.
 */
final class LentShare {
  private final ResourceLedger ledger;
  private final ProviderMemory memory;
  private Lending lending = Lending.NOTHING;

  LentShare(ResourceLedger ledger, ProviderMemory memory) {
    this.ledger = ledger;
    this.memory = memory;
  }

  Lending lending() {
    return lending;
  }

  /** Takes up what is lent, as it is remembered. */
  void restore(Lending remembered) {
    lending = remembered;
    boolean fits = ledger.onboard(remembered.onboarded());
    if (!fits) throw new IllegalStateException("nothing is in use before it is taken up");
  }

  /**
   * Lends another share; false, and nothing changes, if more than that is in use.
   *
   * @throws JournalException if that is not durable; then nothing has changed
   */
  boolean lend(Resources share) {
    if (!ledger.onboard(share)) return false;
    change(new Lending(share, lending.draining()));
    return true;
  }

  /**
   * Lends nothing any more; false, and nothing changes, while anything is held or runs.
   *
   * @throws JournalException if that is not durable; then nothing has changed
   */
  boolean offboard() {
    if (!ledger.offboard()) return false;
    change(Lending.NOTHING);
    return true;
  }

  /**
   * Takes nothing new on from now on, or takes on again.
   *
   * @throws JournalException if that is not durable; then nothing has changed
   */
  void drain(boolean draining) {
    if (lending.draining() != draining) change(new Lending(lending.onboarded(), draining));
  }

  private void change(Lending now) {
    try {
      memory.lend(now, lending);
    } catch (JournalException e) {
      var _ = ledger.onboard(lending.onboarded()); // nothing was taken of it meanwhile
      throw e;
    }
    lending = now;
  }
}
