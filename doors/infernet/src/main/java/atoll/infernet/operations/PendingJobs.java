package atoll.infernet.operations;

import atoll.jobs.Jobs;
import java.util.function.IntSupplier;

/**
 * Jobs that have not ended, by who asked for them (Infernet §2.2).
 *
 * @param ofChain those under way that a chain asked for
 */
public record PendingJobs(Jobs jobs, IntSupplier ofChain) {
  public int onChain() {
    return ofChain.getAsInt();
  }

  /** Those included that somebody else runs, as he says. */
  public int offChain() {
    return Math.max(0, jobs.underWay() - onChain()) + jobs.elsewhere();
  }
}
