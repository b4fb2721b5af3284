package atoll.dms.api;

import java.util.List;
import java.util.Optional;

/**
 * What changing a running deployment to another ensemble would do, without doing it. Allocations
 * are named {@code <node>.<allocation>}.
 *
 * @param epoch what it was planned for; a change that names it is refused if anything was placed
 *     since
 * @param kept not touched
 * @param replaced one node after the other, each once its successor is well
 * @param placement where what is added would go; empty if nothing is
 */
public record UpdatePlanDocument(
    long epoch,
    List<String> kept,
    List<String> added,
    List<String> replaced,
    List<String> ended,
    Optional<PlanDocument> placement) {
  /** Whether there is room for what is added. */
  public boolean fits() {
    return placement.map(PlanDocument::fits).orElse(true);
  }
}
