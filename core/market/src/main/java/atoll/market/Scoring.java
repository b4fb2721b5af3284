package atoll.market;

import atoll.kernel.ResourceDemand;
import atoll.kernel.Resources;
import atoll.market.PlacementPolicy.Style;
import atoll.market.PlacementPolicy.Weights;
import java.util.List;

/** The parts of a {@link Score}, with weights that add up to 1. */
final class Scoring {
  private static final double HALF_PRICE = 10_000;
  private static final double HALF_MILLIS = 50;
  private static final double UNKNOWN = 0.5;

  private final Style style;
  private final Weights weights;
  final double fitWeight;
  final double companyWeight;
  final double localityWeight;

  Scoring(PlacementPolicy policy) {
    style = policy.style();
    weights = policy.weights();
    fitWeight = weights.fit() / weights.sum();
    companyWeight = weights.company() / weights.sum();
    localityWeight = weights.locality() / weights.sum();
  }

  boolean packs() {
    return style == Style.PACK;
  }

  /** What a provider scores for any node: its price and round trip, weighted. */
  double ofProvider(Offer offer) {
    return (weights.price() * price(offer) + weights.roundTrip() * roundTrip(offer))
        / weights.sum();
  }

  /** The fit, not weighted, of a machine of which that share is used once the node is there. */
  double fit(double usedShare) {
    return packs() ? usedShare : 1 - usedShare;
  }

  /** The mean of three shares; what a machine does not have at all counts as used. */
  static double usedShare(ResourceDemand demand, Resources free, Resources total) {
    return (share(demand.cpu().millicores(), free.cpu().millicores(), total.cpu().millicores())
            + share(demand.memory().bytes(), free.memory().bytes(), total.memory().bytes())
            + share(demand.disk().bytes(), free.disk().bytes(), total.disk().bytes()))
        / 3;
  }

  private static double share(long asked, long free, long total) {
    return total == 0 ? 1 : (double) (total - free + asked) / total;
  }

  double company(int nodesTogether) {
    double part = 1.0 / nodesTogether;
    return packs() ? 1 - part : part;
  }

  static double nearness(double leastMillis) {
    return HALF_MILLIS / (HALF_MILLIS + leastMillis);
  }

  static double unknownNearness() {
    return UNKNOWN;
  }

  Score score(Offer offer, double usedShare, int nodesTogether, double locality) {
    double sum = weights.sum();
    return new Score(
        List.of(
            new Score.Part("price", weights.price() / sum, price(offer)),
            new Score.Part("fit", fitWeight, fit(usedShare)),
            new Score.Part("round trip", weights.roundTrip() / sum, roundTrip(offer)),
            new Score.Part("company", companyWeight, company(nodesTogether)),
            new Score.Part("locality", localityWeight, locality)));
  }

  private static double price(Offer offer) {
    return offer
        .price()
        .map(price -> HALF_PRICE / (HALF_PRICE + price.microCreditsPerCoreHour()))
        .orElse(1.0);
  }

  private static double roundTrip(Offer offer) {
    return offer.roundTrip().map(time -> nearness(time.toNanos() / 1e6)).orElse(UNKNOWN);
  }
}
