package atoll.chain;

import java.time.Duration;

/**
 * How long a service may take, how often another try is made, and how much is read of an answer.
 *
 * @param call for one request, from its first byte to the answer's last
 * @param tries all services together; at least one
 * @param firstPause how long a service rests after its first failure; it doubles with each further
 *     one up to {@code longestPause}, which also bounds what a service asks for itself
 * @param batch most calls in one request
 */
public record RpcLimits(
    Duration connect,
    Duration call,
    int tries,
    Duration firstPause,
    Duration longestPause,
    int answerBytes,
    int batch) {
  public static final RpcLimits USUAL =
      new RpcLimits(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          6,
          Duration.ofMillis(250),
          Duration.ofSeconds(15),
          16 << 20,
          100);

  public RpcLimits {
    for (var length : new Duration[] {connect, call, firstPause, longestPause})
      if (!length.isPositive())
        throw new IllegalArgumentException("limit is not positive: " + length);
    if (tries < 1 || answerBytes < 1 || batch < 1)
      throw new IllegalArgumentException("tries, bytes and batch are at least 1");
    if (firstPause.compareTo(longestPause) > 0)
      throw new IllegalArgumentException("the first pause is longer than the longest");
  }
}
