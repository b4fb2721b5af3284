package atoll.provider;

import atoll.workload.Run;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** What a request to start finds: at most one thread at a time brings an allocation up. */
sealed interface StartTurn {
  /**
   * Whoever gets this brings run {@code number} up in place of what there is, and at last calls
   * {@link HostedAllocation#endTurn}.
   *
   * @param old to be stopped first
   */
  record Yours(long number, Optional<Run> old) implements StartTurn {}

  /** That run was brought up before, whatever became of it since. */
  record DoneBefore() implements StartTurn {}

  /** Somebody brings a run up now; to be asked again when that is over. */
  record AfterThis(CountDownLatch over) implements StartTurn {}

  record Refused(String why) implements StartTurn {}
}
