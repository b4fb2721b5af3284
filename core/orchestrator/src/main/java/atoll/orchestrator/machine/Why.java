package atoll.orchestrator.machine;

import atoll.kernel.NodeName;
import atoll.market.Explanation;
import atoll.market.Fix;
import atoll.market.NearestMiss;
import atoll.market.ProviderId;
import atoll.market.Reason;
import atoll.market.Refusal;
import java.util.List;
import java.util.Optional;

/**
 * Why a deployment is where it is, or nowhere: what the market found, in words, which outlive what
 * they speak of.
 *
 * @param refusal why nothing could host it, if nothing could
 * @param explanations what stands against each provider that was not chosen
 */
public record Why(Optional<Refused> refusal, List<Explained> explanations) {
  public static final Why UNKNOWN = new Why(Optional.empty(), List.of());

  public Why {
    explanations = List.copyOf(explanations);
  }

  /**
   * What {@link Refusal} says.
   *
   * @param cause in one sentence, without a full stop
   * @param fix the smallest change that was found to help, as an order
   * @param possibleLater whether waiting may help
   */
  public record Refused(
      String cause, Optional<Missed> nearestMiss, Optional<String> fix, boolean possibleLater) {}

  /**
   * What {@link NearestMiss} says.
   *
   * @param codes of all that was against the provider
   */
  public record Missed(ProviderId provider, NodeName node, List<String> codes, String sentence) {
    public Missed {
      codes = List.copyOf(codes);
    }
  }

  /** What {@link Explanation} says; without any reason, it would do. */
  public record Explained(ProviderId provider, NodeName node, List<Because> reasons) {
    public Explained {
      reasons = List.copyOf(reasons);
    }
  }

  /** What {@link Reason} says. */
  public record Because(String code, String sentence, Reason.Nature nature) {}

  public static Why of(Optional<Refusal> refusal, List<Explanation> explanations) {
    return new Why(refusal.map(Why::said), explanations.stream().map(Why::said).toList());
  }

  /** The same, of which it is no longer true that nothing could host it. */
  Why withoutRefusal() {
    return new Why(Optional.empty(), explanations);
  }

  private static Refused said(Refusal refusal) {
    return new Refused(
        refusal.cause(),
        refusal.nearestMiss().map(Why::said),
        refusal.fix().map(Fix::sentence),
        refusal.possibleLater());
  }

  private static Missed said(NearestMiss miss) {
    return new Missed(
        miss.provider(),
        miss.node(),
        miss.reasons().stream().map(Reason::code).toList(),
        miss.sentence());
  }

  private static Explained said(Explanation explanation) {
    return new Explained(
        explanation.provider(),
        explanation.node(),
        explanation.reasons().stream()
            .map(reason -> new Because(reason.code(), reason.sentence(), reason.nature()))
            .toList());
  }
}
