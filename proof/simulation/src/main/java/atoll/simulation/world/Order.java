package atoll.simulation.world;

import atoll.ensemble.Ensemble;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.orchestrator.Deployment;
import atoll.orchestrator.DeploymentEvent;
import atoll.orchestrator.RequestId;
import java.time.Duration;
import java.util.Optional;

/** One thing that the user asked an orchestrator for, and what the user knows of it. */
final class Order {
  private final OrchestratorHost at;
  private final RequestId request;
  private final Ensemble ensemble;
  private final Duration patience;
  private Optional<EnsembleId> id = Optional.empty();
  private Optional<Deployment> seen = Optional.empty();
  private boolean endWanted;
  private int reverts;

  Order(OrchestratorHost at, RequestId request, Ensemble ensemble, Duration patience) {
    this.at = at;
    this.request = request;
    this.ensemble = ensemble;
    this.patience = patience;
  }

  OrchestratorHost at() {
    return at;
  }

  RequestId request() {
    return request;
  }

  Ensemble ensemble() {
    return ensemble;
  }

  /** What the orchestrator acknowledged it as; empty until then. */
  Optional<EnsembleId> id() {
    return id;
  }

  /** As last seen. */
  Optional<Deployment> seen() {
    return seen;
  }

  boolean isEndWanted() {
    return endWanted;
  }

  void wantEnd() {
    endWanted = true;
  }

  boolean isEnded() {
    return seen.filter(d -> d.status().ended()).isPresent();
  }

  boolean runs() {
    return seen.filter(d -> d.status() == DeploymentStatus.RUNNING).isPresent();
  }

  /** Asks, or asks again; for an orchestrator that is up, in a step of its process. */
  void ask() {
    var desk = at.desk().orElseThrow();
    var answered = desk.deployments().submit(desk.grant(), request, ensemble, patience);
    at.life().orElseThrow().touch(); // the answer leaves, or does not
    if (id.isPresent() && !id.get().equals(answered))
      throw new Violation(
          "the same request is the same deployment",
          request.value() + " was " + id.get() + " and now is " + answered);
    if (id.isEmpty() && at.world.user().orderOf(answered).isPresent())
      throw new Violation(
          "another request is another deployment",
          request.value() + " is " + answered + ", which is another order's");
    id = Optional.of(answered);
  }

  /** As it is at this moment; as last seen while its orchestrator is down. */
  Optional<Deployment> now() {
    if (id.isEmpty() || at.desk().isEmpty()) return seen;
    var desk = at.desk().get();
    return desk.deployments().find(desk.grant(), id.get());
  }

  /** How often it gave everything back to try again, as far as can be known now. */
  int reverts() {
    if (id.isPresent() && at.desk().isPresent()) {
      var desk = at.desk().get();
      try {
        var events = desk.deployments().events(desk.grant(), id.get(), 0, Duration.ZERO);
        reverts = (int) events.stream().filter(DeploymentEvent.Reverted.class::isInstance).count();
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts a simulation", e);
      }
    }
    return reverts;
  }

  void look() {
    if (id.isEmpty() || at.desk().isEmpty()) return;
    var desk = at.desk().get();
    var found = desk.deployments().find(desk.grant(), id.get());
    if (found.isEmpty())
      throw new Violation(
          "what was acknowledged is known for ever",
          at + " acknowledged " + id.get() + " and knows it no more");
    seen.ifPresent(before -> notBackToLife(before, found.get()));
    seen = found;
  }

  private void notBackToLife(Deployment before, Deployment now) {
    if (before.status().ended() && before.status() != now.status())
      throw new Violation(
          "an ended deployment stays ended",
          now.id() + " was " + before.status() + " and now is " + now.status());
  }

  /** Asks for the end; in a step of the orchestrator's process. */
  void askEnd() {
    var desk = at.desk().orElseThrow();
    var _ = desk.deployments().shutdown(desk.grant(), id.orElseThrow());
  }
}
