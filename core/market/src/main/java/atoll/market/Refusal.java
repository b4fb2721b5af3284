package atoll.market;

import atoll.kernel.NodeName;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Why an ensemble was not placed, and what would help. Explanations are worked out when they are
 * asked for; a refusal is for one thread at a time.
 */
public final class Refusal {
  private final Problem problem;
  private final String cause;
  private final Optional<NearestMiss> nearestMiss;
  private final Optional<Fix> fix;
  private final boolean possibleLater;
  private final boolean gaveUp;

  Refusal(
      Problem problem,
      String cause,
      Optional<NearestMiss> nearestMiss,
      Optional<Fix> fix,
      boolean possibleLater,
      boolean gaveUp) {
    this.problem = problem;
    this.cause = cause;
    this.nearestMiss = nearestMiss;
    this.fix = fix;
    this.possibleLater = possibleLater;
    this.gaveUp = gaveUp;
  }

  /** In one sentence, without a full stop. */
  public String cause() {
    return cause;
  }

  /** The provider that came closest, if anyone made an offer. */
  public Optional<NearestMiss> nearestMiss() {
    return nearestMiss;
  }

  /** The smallest single change that was found to help, by trying it. */
  public Optional<Fix> fix() {
    return fix;
  }

  /**
   * Whether it would be placed if the providers were idle, or might be once a provider that has not
   * answered does; if not, waiting is in vain.
   */
  public boolean possibleLater() {
    return possibleLater;
  }

  /** Whether the effort ran out before every placement was ruled out. */
  public boolean gaveUp() {
    return gaveUp;
  }

  /** What stands against each provider for this node by itself. */
  public Stream<Explanation> explain(NodeName node) {
    return Arrays.stream(problem.nodes).filter(n -> n.node().equals(node)).flatMap(this::explain);
  }

  /** The same for every node. */
  public Stream<Explanation> explain() {
    return Arrays.stream(problem.nodes).flatMap(this::explain);
  }

  private Stream<Explanation> explain(Demand demand) {
    return IntStream.range(0, problem.offers.length)
        .mapToObj(p ->
            new Explanation(
                problem.offers[p].provider(),
                demand.node(),
                Matching.check(demand, problem.offers[p])));
  }

  @Override
  public String toString() {
    return "Refusal["
        + cause
        + nearestMiss.map(miss -> "; nearest: " + miss.sentence()).orElse("")
        + fix.map(f -> "; fix: " + f.sentence()).orElse("")
        + (possibleLater ? "; possible later]" : "]");
  }
}
