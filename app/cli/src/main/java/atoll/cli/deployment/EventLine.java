package atoll.cli.deployment;

import atoll.cli.Paint;
import atoll.dms.api.EventDocument;

/** One event of a deployment as a line for people. */
final class EventLine {
  private EventLine() {}

  static String of(EventDocument event, Paint paint) {
    return switch (event) {
      case EventDocument.StatusChanged e ->
          DeploymentView.status(e.status(), paint) + detail(e.detail());
      case EventDocument.BidsCollected e ->
          "bids: " + e.asked() + " asked, " + e.answered() + " answered";
      case EventDocument.WaitingForRoom e -> paint.warning("waiting for room") + ": " + e.cause();
      case EventDocument.NodePlaced e ->
          "node " + e.node() + " goes to " + Names.peer(e.provider());
      case EventDocument.AllocationChanged e -> {
        var exit = e.exitCode().isPresent() ? " (exit " + e.exitCode().getAsInt() + ")" : "";
        var status = e.status().wireName() + exit;
        yield e.allocation() + " " + coloured(e, status, paint) + detail(e.detail());
      }
      case EventDocument.Reverted e -> paint.warning("taken back") + ": " + e.cause();
    };
  }

  /**
   * Whether it only says that work goes on, so that a later line may take its place on a terminal.
   */
  static boolean passing(EventDocument event) {
    return switch (event) {
      case EventDocument.StatusChanged e ->
          switch (e.status()) {
            case PREPARING, GENERATING, COMMITTING, PROVISIONING, SHUTTING_DOWN, UPDATING -> true;
            case RUNNING, FAILED, COMPLETED -> false;
          };
      case EventDocument.BidsCollected _, EventDocument.WaitingForRoom _ -> true;
      case EventDocument.AllocationChanged e -> e.status() == atoll.kernel.AllocationStatus.PENDING;
      case EventDocument.NodePlaced _, EventDocument.Reverted _ -> false;
    };
  }

  /** Whether the same may happen again and again while nothing changes. */
  static boolean repeats(EventDocument event) {
    return switch (event) {
      case EventDocument.BidsCollected _, EventDocument.WaitingForRoom _ -> true;
      case EventDocument.StatusChanged _,
          EventDocument.AllocationChanged _,
          EventDocument.NodePlaced _,
          EventDocument.Reverted _ ->
          false;
    };
  }

  private static String coloured(EventDocument.AllocationChanged e, String status, Paint paint) {
    return switch (e.status()) {
      case RUNNING, COMPLETED -> paint.good(status);
      case FAILED -> paint.bad(status);
      case PENDING, STOPPED, TERMINATED -> status;
    };
  }

  private static String detail(String detail) {
    return detail.isBlank() ? "" : ": " + detail;
  }
}
