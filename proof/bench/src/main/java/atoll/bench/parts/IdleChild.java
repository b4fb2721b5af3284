package atoll.bench.parts;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Waits until this process has one child process, which does nothing: it is warm then. */
final class IdleChild {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final int QUIET_LOOKS = 8;
  private static final int MAX_LOOKS = 1200;

  /** What a child has used of the processor. */
  private record Used(long pid, Duration cpu) {}

  private IdleChild() {}

  static void await() {
    List<Used> before = List.of();
    int quiet = 0;
    for (int look = 0; look < MAX_LOOKS; look++) {
      var now = used();
      quiet = now.size() == 1 && now.equals(before) ? quiet + 1 : 0;
      if (quiet == QUIET_LOOKS) return;
      before = now;
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    throw new IllegalStateException("no child process became idle: " + before);
  }

  private static List<Used> used() {
    return ProcessHandle.current()
        .children()
        .map(child -> new Used(child.pid(), child.info().totalCpuDuration().orElse(Duration.ZERO)))
        .filter(child -> child.cpu().isPositive())
        .toList();
  }
}
