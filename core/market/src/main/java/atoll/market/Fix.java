package atoll.market;

/**
 * One change that was tried and places the ensemble.
 *
 * @param linksToMeasure whether that is so only if links that nobody measured yet prove good enough
 */
public record Fix(Change change, boolean linksToMeasure) {
  public String sentence() {
    return change.sentence() + (linksToMeasure ? " (its links are still to be measured)" : "");
  }
}
