package atoll.market;

/**
 * How placements are chosen among those that satisfy every constraint.
 *
 * @param style whether the nodes of an ensemble, and work in general, are spread out or packed
 * @param maxNodesPerProvider how many nodes of one ensemble a provider may host, at least 1
 * @param weights how much each part of the score counts
 * @param signalSpeed of the fastest link, as a fraction of the speed of light
 * @param effort how many comparisons the search makes at most before it gives up; ten million take
 *     about a second
 */
public record PlacementPolicy(
    Style style, int maxNodesPerProvider, Weights weights, double signalSpeed, long effort) {
  /** Light in fibre is about a third slower than in vacuum. */
  public static final double FIBRE = 0.67;

  public static final PlacementPolicy SPREAD =
      new PlacementPolicy(Style.SPREAD, Integer.MAX_VALUE, Weights.DEFAULT, FIBRE, 20_000_000);
  public static final PlacementPolicy PACK =
      new PlacementPolicy(Style.PACK, Integer.MAX_VALUE, Weights.DEFAULT, FIBRE, 20_000_000);

  public PlacementPolicy {
    if (maxNodesPerProvider < 1)
      throw new IllegalArgumentException("a provider must be allowed at least one node");
    if (!(signalSpeed > 0 && signalSpeed <= 1))
      throw new IllegalArgumentException("signal speed is not in (0, 1]: " + signalSpeed);
    if (effort < 1) throw new IllegalArgumentException("no effort at all: " + effort);
  }

  public PlacementPolicy withMaxNodesPerProvider(int limit) {
    return new PlacementPolicy(style, limit, weights, signalSpeed, effort);
  }

  public PlacementPolicy withWeights(Weights other) {
    return new PlacementPolicy(style, maxNodesPerProvider, other, signalSpeed, effort);
  }

  public PlacementPolicy withSignalSpeed(double fraction) {
    return new PlacementPolicy(style, maxNodesPerProvider, weights, fraction, effort);
  }

  public PlacementPolicy withEffort(long comparisons) {
    return new PlacementPolicy(style, maxNodesPerProvider, weights, signalSpeed, comparisons);
  }

  /** What is good: empty machines and many of them, or full machines and few. */
  public enum Style {
    SPREAD,
    PACK
  }

  /**
   * How much each part of the score counts, in any unit; only their proportions matter.
   *
   * @param price low prices
   * @param fit machines that are left empty, or full, as the style wants
   * @param roundTrip machines that answer fast
   * @param company nodes of the ensemble apart, or together, as the style wants
   * @param locality nodes with an edge between them near each other
   */
  public record Weights(
      double price, double fit, double roundTrip, double company, double locality) {
    public static final Weights DEFAULT = new Weights(30, 25, 15, 15, 15);

    public Weights {
      if (!(price >= 0 && fit >= 0 && roundTrip >= 0 && company >= 0 && locality >= 0))
        throw new IllegalArgumentException("a weight is negative");
      double sum = price + fit + roundTrip + company + locality;
      if (!(sum > 0) || Double.isInfinite(sum))
        throw new IllegalArgumentException("the weights of a score must have a sum above 0");
    }

    double sum() {
      return price + fit + roundTrip + company + locality;
    }
  }
}
