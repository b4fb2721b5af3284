package atoll.orchestrator;

import atoll.market.Placement;
import atoll.orchestrator.machine.Why;
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
      List<Why.Explained> explanations,
      List<String> unenforced)
      implements Plan {
    public Fits {
      explanations = List.copyOf(explanations);
      unenforced = List.copyOf(unenforced);
    }
  }

  /** Nothing can host it, now or ever, as the refusal says. */
  record DoesNotFit(int asked, int answered, Why why) implements Plan {}
}
