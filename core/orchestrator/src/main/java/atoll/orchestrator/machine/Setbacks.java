package atoll.orchestrator.machine;

import atoll.kernel.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/** How often a placing was given back, why last, and whether and when it is tried again. */
final class Setbacks {
  private static final int SHORTEST_MILLIS = 50;

  /** Three seconds, about: how often the longest pause doubles. */
  private static final int DOUBLINGS = 6;

  private int count;
  private Optional<Deployment.Failure> last = Optional.empty();
  private boolean mayNotRetry;

  int count() {
    return count;
  }

  boolean mayNotRetry() {
    return mayNotRetry;
  }

  /** The next is the last. */
  void noMore() {
    mayNotRetry = true;
  }

  /** Why it failed, if the last try was no failure of its own. */
  Deployment.Failure lastOr(String otherwise) {
    return last.orElseGet(() -> new Deployment.Failure(ErrorCode.TIMED_OUT, otherwise));
  }

  void because(Deployment.Failure why) {
    last = Optional.of(why);
  }

  void oneMore() {
    count++;
  }

  /**
   * At once after the first, then up to three seconds and differently for each deployment, so that
   * two that take from each other what both need do not do so for ever.
   */
  Duration pause(Course course) {
    if (count == 1) return Duration.ZERO;
    int longest = SHORTEST_MILLIS << Math.min(count, DOUBLINGS);
    return Duration.ofMillis(
        Math.floorMod(31L * course.id.value().hashCode() + 7919L * course.attempt, longest));
  }
}
