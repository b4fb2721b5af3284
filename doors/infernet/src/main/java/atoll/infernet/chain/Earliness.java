package atoll.infernet.chain;

import atoll.chain.infernet.ContractError;
import atoll.subscriptions.Due;
import java.util.Optional;

/**
 * Whether a contract refuses an interval only because a service knows no block of it yet: many try
 * things on the latest block, whatever they are asked for.
 */
record Earliness(ChainClock chainClock) {
  private static final long SERVICES_LAG_SECONDS = 120;

  /**
   * @param then second of the latest block, before it was tried
   */
  boolean explains(Optional<ContractError> error, Due<Served> due, long then) {
    if (error.filter(Earliness::saysThatItIsNotTheTime).isEmpty()) return false;
    if (due.timetable().isCallback()) return then < due.timetable().activeAt();
    long begun = due.timetable().activeAt() + (due.interval() - 1) * due.timetable().period();
    return then < begun || chainClock.second() - begun < SERVICES_LAG_SECONDS;
  }

  private static boolean saysThatItIsNotTheTime(ContractError error) {
    return error == ContractError.INTERVAL_MISMATCH
        || error == ContractError.SUBSCRIPTION_NOT_ACTIVE;
  }
}
