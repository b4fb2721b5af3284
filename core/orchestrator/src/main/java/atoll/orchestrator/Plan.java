package atoll.orchestrator;

import atoll.market.Explanation;
import atoll.market.Placement;
import atoll.market.Refusal;
import java.util.List;

/** What a deployment would do now, without doing it. */
public sealed interface Plan {
  /** How many providers were asked, and how many answered in time. */
  int asked();

  int answered();

  /**
   * It would run there.
   *
   * @param explanations why each provider that would not be chosen would not
   * @param unenforced what the chosen executors cannot hold the workloads to, each a sentence for
   *     people
   */
  record Fits(
      int asked,
      int answered,
      Placement placement,
      List<Explanation> explanations,
      List<String> unenforced)
      implements Plan {
    public Fits {
      explanations = List.copyOf(explanations);
      unenforced = List.copyOf(unenforced);
    }
  }

  /** Nothing can host it, now or ever ({@link Refusal} says which). */
  record DoesNotFit(int asked, int answered, Refusal refusal, List<Explanation> explanations)
      implements Plan {
    public DoesNotFit {
      explanations = List.copyOf(explanations);
    }
  }
}
