package atoll.market;

import java.util.OptionalLong;

/**
 * What was measured of a link.
 *
 * @param rttMillis the shortest round trip seen, in milliseconds; infinite if no answer came
 * @param bandwidthKbps throughput in kilobits per second, if that was measured too
 */
public record LinkEstimate(double rttMillis, OptionalLong bandwidthKbps) {
  /** The source tried and could not reach the target. */
  public static final LinkEstimate UNREACHABLE =
      new LinkEstimate(Double.POSITIVE_INFINITY, OptionalLong.of(0));

  public LinkEstimate {
    if (!(rttMillis >= 0))
      throw new IllegalArgumentException("round trip is not a time: " + rttMillis + " ms");
    if (bandwidthKbps.isPresent() && bandwidthKbps.getAsLong() < 0)
      throw new IllegalArgumentException("bandwidth is negative: " + bandwidthKbps.getAsLong());
  }
}
