package atoll.market;

import java.util.SortedSet;

/** What a search came to. Each case is a normal answer; none is an error. */
public sealed interface PlacementOutcome {
  /** Every constraint is satisfied. */
  record Placed(Placement placement) implements PlacementOutcome {}

  /**
   * Nothing stands against the candidate but that these links were never measured. Measure them,
   * then search again with what was found: a link that proves too slow is not proposed twice.
   */
  record NeedsMeasurement(Placement candidate, SortedSet<Link> links) implements PlacementOutcome {}

  /** There is no placement, or none was found. */
  record NotPlaced(Refusal refusal) implements PlacementOutcome {}
}
