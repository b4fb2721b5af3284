package atoll.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One run of a background task.
 *
 * @param number 1 for the first try, more for what was tried again
 * @param error why it failed, for people; empty if it did not
 */
public record Attempt(Instant start, Instant end, int number, Optional<String> error) {
  public Duration took() {
    return Duration.between(start, end);
  }
}
