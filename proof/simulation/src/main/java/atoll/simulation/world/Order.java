package atoll.simulation.world;

import atoll.ensemble.AllocationSpec.FailureRecovery;
import atoll.ensemble.Ensemble;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationType;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.NodeName;
import atoll.orchestrator.Deployments;
import atoll.orchestrator.RequestId;
import atoll.orchestrator.machine.Deployment;
import atoll.orchestrator.machine.DeploymentEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** One thing that the user asked an orchestrator for, and what the user knows of it. */
final class Order {
  private static final Duration CHANGE = Duration.ofSeconds(30);

  private final OrchestratorHost at;
  private final RequestId request;
  private final Wishes.Wish wish;
  private final Duration patience;
  private Optional<EnsembleId> id = Optional.empty();
  private Optional<Deployment> seen = Optional.empty();
  private boolean changeWanted;
  private int changes;
  private boolean endWanted;
  private List<DeploymentEvent> happened = List.of();

  Order(OrchestratorHost at, RequestId request, Wishes.Wish wish, Duration patience) {
    this.at = at;
    this.request = request;
    this.wish = wish;
    this.patience = patience;
  }

  OrchestratorHost at() {
    return at;
  }

  RequestId request() {
    return request;
  }

  Ensemble ensemble() {
    return wish.ensemble();
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

  void wantChange() {
    changeWanted = true;
  }

  boolean isChangeWanted() {
    return changeWanted;
  }

  /** Whether a change was begun that was not seen yet, since its orchestrator is down. */
  boolean mayHaveChanged() {
    return changes > 0 && !at.isUp();
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
    var answered = desk.deployments().submit(desk.grant(), request, wish.ensemble(), patience);
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

  /**
   * How often a task of it may have been begun: anew after everything was given back, or changed,
   * or where its node has moved on behalf of what serves there.
   */
  int tries(AllocationId task) {
    if (id.isPresent() && at.desk().isPresent()) {
      var desk = at.desk().get();
      happened = asked(() -> desk.deployments().events(desk.grant(), id.get(), 0, Duration.ZERO));
    }
    return serves(task.node())
        ? count(DeploymentEvent.NodePlaced.class, e -> e.node().equals(task.node())) + changes
        : 1 + count(DeploymentEvent.Reverted.class, _ -> true) + changes;
  }

  /** Whether a failure of one allocation of a node starts others of it again. */
  boolean restartsTogether(NodeName node) {
    var placed = wish.ensemble().nodes().get(node);
    return placed != null
        && placed.allocations().stream()
            .map(a -> wish.ensemble().allocation(a).failureRecovery())
            .anyMatch(r -> r == FailureRecovery.ONE_FOR_ALL || r == FailureRecovery.REST_FOR_ONE);
  }

  private boolean serves(NodeName node) {
    var placed = wish.ensemble().nodes().get(node);
    return placed != null
        && placed.allocations().stream()
            .anyMatch(a -> wish.ensemble().allocation(a).type() == AllocationType.SERVICE);
  }

  private <T extends DeploymentEvent> int count(Class<T> kind, Predicate<T> which) {
    return (int) happened.stream().filter(kind::isInstance).map(kind::cast).filter(which).count();
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
    if (before.status().ended() && !before.why().equals(now.why()))
      throw new Violation(
          "what was told of an ended deployment is told for ever",
          now.id() + ": " + before.why() + " and now " + now.why());
  }

  /** Asks for the other version; in a step of the orchestrator's process. */
  void askChange() {
    var desk = at.desk().orElseThrow();
    changes++;
    switch (asked(
        () ->
            desk.deployments()
                .update(
                    desk.grant(),
                    id.orElseThrow(),
                    wish.changed(),
                    CHANGE,
                    OptionalLong.empty()))) {
      case Deployments.UpdateAnswer.Begun(), Deployments.UpdateAnswer.Refused _ ->
          changeWanted = false;
      case Deployments.UpdateAnswer.NotRunning _, Deployments.UpdateAnswer.Unknown() -> {}
    }
    at.life().orElseThrow().touch();
  }

  /** Asks for the end; in a step of the orchestrator's process. */
  void askEnd() {
    var desk = at.desk().orElseThrow();
    var _ = desk.deployments().shutdown(desk.grant(), id.orElseThrow());
  }

  private interface Question<T> {
    T ask() throws InterruptedException;
  }

  private static <T> T asked(Question<T> question) {
    try {
      return question.ask();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a simulation", e);
    }
  }
}
