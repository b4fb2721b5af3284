package atoll.orchestrator.machine;

import atoll.kernel.DeploymentStatus;
import atoll.kernel.NodeName;
import atoll.market.ProviderId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of one deployment as its machine tells them: numbered without gaps, and the same news
 * never twice in a row, so that waiting long fills no memory. Belongs to the machine's thread.
 */
final class Chronicle {
  private final List<DeploymentEvent> news = new ArrayList<>();
  private long last;
  private Instant lastAt = Instant.EPOCH;
  private int asked = -1;
  private int answered = -1;
  private String waitsFor = "";

  void status(Instant at, DeploymentStatus status, String detail) {
    tell(new DeploymentEvent.StatusChanged(last + 1, at, status, detail));
  }

  void bids(Instant at, BidRound round) {
    if (round.asked() == asked && round.answered() == answered) return;
    asked = round.asked();
    answered = round.answered();
    tell(new DeploymentEvent.BidsCollected(last + 1, at, asked, answered));
  }

  void waiting(Instant at, String cause) {
    if (cause.equals(waitsFor)) return;
    waitsFor = cause;
    tell(new DeploymentEvent.WaitingForRoom(last + 1, at, cause));
  }

  void placed(Instant at, NodeName node, ProviderId provider) {
    waitsFor = "";
    tell(new DeploymentEvent.NodePlaced(last + 1, at, node, provider));
  }

  void allocation(Instant at, AllocationProgress progress, String detail) {
    tell(
        new DeploymentEvent.AllocationChanged(
            last + 1, at, progress.id.manifestKey(), progress.status(), progress.exitCode, detail));
  }

  void reverted(Instant at, String cause) {
    asked = -1;
    tell(new DeploymentEvent.Reverted(last + 1, at, cause));
  }

  /** The number of the newest event; 0 if nothing has happened yet. */
  long last() {
    return last;
  }

  /** When the newest event happened. */
  Instant lastAt() {
    return lastAt;
  }

  /** Goes on after an event that was remembered. */
  void goOnAfter(long number, Instant at) {
    last = number;
    lastAt = at;
  }

  /** The events since this was last asked. */
  List<DeploymentEvent> take() {
    var taken = List.copyOf(news);
    news.clear();
    return taken;
  }

  private void tell(DeploymentEvent event) {
    last = event.number();
    lastAt = event.at();
    news.add(event);
  }
}
