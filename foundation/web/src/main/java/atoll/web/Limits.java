package atoll.web;

import java.time.Duration;

/**
 * What a caller may make a server spend.
 *
 * @param bodyBytes longest request body, unless its route says otherwise
 * @param headerBytes longest request line and headers together
 * @param bodyTime a whole body must arrive within this
 * @param idleTime a connection on which nothing moves for this long is closed
 * @param connections open at once; further ones wait to be accepted
 * @param requests handled at once, streams included; further ones are refused
 */
public record Limits(
    int bodyBytes,
    int headerBytes,
    Duration bodyTime,
    Duration idleTime,
    int connections,
    int requests) {
  public static final Limits DEFAULT =
      new Limits(1 << 20, 16 << 10, Duration.ofSeconds(30), Duration.ofSeconds(30), 1024, 512);

  public Limits {
    if (bodyBytes < 0 || headerBytes < 256 || connections < 1 || requests < 1)
      throw new IllegalArgumentException("a limit is too low to serve anything");
    if (!bodyTime.isPositive() || !idleTime.isPositive())
      throw new IllegalArgumentException("a time limit is not positive");
  }
}
