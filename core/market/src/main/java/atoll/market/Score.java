package atoll.market;

import java.util.List;

/**
 * How good a provider is for a node: a weighted sum of parts between 0 and 1, itself between 0 and
 * 1. The parts are
 *
 * <ul>
 *   <li><b>price</b>: 1 if nothing is asked, one half at 10,000 micro-credits for a core-hour;
 *   <li><b>fit</b>: the share of the machine (mean of processor, memory and disk) that is free once
 *       the node is there, or used if the style is to pack;
 *   <li><b>round trip</b>: 1 at 0 ms, one half at 50 ms to whoever asks, and where it is unknown;
 *   <li><b>company</b>: one part in as many nodes of the ensemble as the provider hosts, or what
 *       that leaves of 1 if the style is to pack;
 *   <li><b>locality</b>: the mean over the node's edges, 1 on the same provider, one half at 50 ms
 *       by the physical bound and where that is unknown; 1 without edges. Measured links decide
 *       whether an edge is met, not this part: so measuring the links of a candidate and searching
 *       again finds the same candidate, unless a link proved too slow.
 * </ul>
 */
public record Score(List<Part> parts) {
  public Score {
    parts = List.copyOf(parts);
  }

  public double total() {
    return parts.stream().mapToDouble(part -> part.weight() * part.value()).sum();
  }

  /**
   * @param weight the weights of all parts add up to 1
   * @param value between 0 and 1
   */
  public record Part(String name, double weight, double value) {}
}
