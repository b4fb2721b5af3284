package atoll.bench.program;

import atoll.bench.Stopwatch;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What is waited for while a process goes on. */
@FunctionalInterface
interface Progress {
  boolean isMade() throws IOException, InterruptedException;

  /**
   * Looks again and again; false if the process ends first, or it takes too long.
   *
   * @param every how long to rest between two looks
   */
  static boolean await(Process process, Duration every, Duration limit, Progress progress)
      throws IOException, InterruptedException {
    var watch = new Stopwatch();
    while (!progress.isMade()) {
      if (!process.isAlive() || watch.elapsed() > limit.toNanos()) return false;
      LockSupport.parkNanos(every.toNanos());
    }
    return true;
  }
}
