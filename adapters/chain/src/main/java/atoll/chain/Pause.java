package atoll.chain;

import java.time.Duration;

/** How waiting is done: by sleeping, or in tests by moving a clock. */
@FunctionalInterface
public interface Pause {
  void of(Duration length) throws InterruptedException;
}
