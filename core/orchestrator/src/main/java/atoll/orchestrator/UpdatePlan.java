package atoll.orchestrator;

import atoll.kernel.DeploymentStatus;
import java.util.List;
import java.util.Optional;

/** What changing a running deployment to another ensemble would do, without doing it. */
public sealed interface UpdatePlan {
  record Unknown() implements UpdatePlan {}

  record NotRunning(DeploymentStatus status) implements UpdatePlan {}

  /**
   * Allocations by manifest key, in the order of the file.
   *
   * @param epoch what the plan was made for; applied with it, it is refused if anything was placed
   *     meanwhile
   * @param kept not touched
   * @param ended that the new ensemble does not have
   * @param replaced one node after the other, beside the old ones if there is room elsewhere
   * @param fit where what is added would go; empty if nothing is
   */
  record Planned(
      long epoch,
      List<String> kept,
      List<String> added,
      List<String> ended,
      List<String> replaced,
      Optional<Plan> fit)
      implements UpdatePlan {
    public Planned {
      kept = List.copyOf(kept);
      added = List.copyOf(added);
      ended = List.copyOf(ended);
      replaced = List.copyOf(replaced);
    }

    /** Whether there is room for all of it. */
    public boolean fits() {
      return fit.map(plan -> plan instanceof Plan.Fits).orElse(true);
    }
  }
}
