package atoll.hardware;

import java.time.Duration;
import java.util.List;

/** Runs other programs and gives back what they say. */
public interface Commands {
  /**
   * Runs {@code argv} to its end, at most for {@code limit}, then kills it. Its standard input is
   * empty.
   *
   * @throws InterruptedException if the caller was interrupted; the program is killed
   */
  Answer run(List<String> argv, Duration limit) throws InterruptedException;

  /** What came of it. */
  sealed interface Answer {
    /** It ended by itself. */
    record Said(int exitCode, String stdout, String stderr) implements Answer {}

    /** There is no such program on this machine. */
    record Missing() implements Answer {}

    /** It was killed after the limit. */
    record TooSlow(Duration limit) implements Answer {}

    /** It could not be started or read; {@code why} is for people. */
    record Broken(String why) implements Answer {}
  }
}
