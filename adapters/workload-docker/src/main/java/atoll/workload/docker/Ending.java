package atoll.workload.docker;

import atoll.workload.Exit;
import java.time.Instant;
import java.util.Optional;

/** How an ended container's state reads as an {@link Exit}. */
final class Ending {
  private static final int KILLED = 137;
  private static final int TERMINATED = 143;

  private Ending() {}

  /**
   * @param asked why this provider asked it to end, if it did
   * @param deadline when it was to be killed, which tells the cause if whoever killed it was itself
   *     killed before it could say so
   */
  static Exit of(Container container, Optional<Exit.Cause> asked, Optional<Instant> deadline) {
    int code = container.exitCode();
    boolean forced = code == KILLED || code == TERMINATED;
    if (asked.isPresent() && forced) return new Exit.Killed(asked.get());
    if (container.outOfMemory() && code != 0) return new Exit.Killed(Exit.Cause.OUT_OF_MEMORY);
    boolean late =
        deadline.isPresent()
            && container.finishedAt().map(at -> !at.isBefore(deadline.get())).orElse(false);
    if (late && code == KILLED) return new Exit.Killed(Exit.Cause.DEADLINE);
    return new Exit.Exited(code);
  }
}
