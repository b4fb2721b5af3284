package atoll.orchestrator.machine;

import atoll.kernel.NodeName;
import atoll.market.ProviderId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What was begun on its way back. What may be done there yet is not begun elsewhere: who does not
 * answer may run a task that was asked to start, until it says otherwise or its lease is over.
 * Belongs to its placing.
 */
final class GivingBack {
  private final Course course;
  private final Purpose purpose;
  private final Making making;
  private final Map<NodeName, Berth> berths = new LinkedHashMap<>();
  private final Set<NodeName> outstanding = new HashSet<>();

  /** Nodes whose providers may run them yet, each with the end of its lease. */
  private final Map<NodeName, Instant> fenced = new LinkedHashMap<>();

  GivingBack(Course course, Purpose purpose, Making making) {
    this.course = course;
    this.purpose = purpose;
    this.making = making;
  }

  /** Nothing if there is nothing to give back, which it is then. */
  List<Effect> begin() {
    berths.clear();
    outstanding.clear();
    fenced.clear();
    var effects = new ArrayList<Effect>();
    for (var berth : making.berths()) {
      if (purpose != Purpose.IN_PLACE) berth.leaving = true;
      berths.put(berth.node, berth);
      outstanding.add(berth.node);
      effects.add(
          new Effect.Revert(
              course.attempt,
              berth.handle,
              berth.node,
              course.requests.revert(making.own(berth), course.epoch)));
    }
    return effects;
  }

  /**
   * Takes an answer, or that there is none.
   *
   * @param retries whether what is given back is to be placed again
   * @return whether nothing is waited for any more
   */
  boolean answered(Signal.RevertAnswered answer, boolean retries) {
    var node = answer.node();
    if (answer.heard() || !retries || purpose != Purpose.FIRST || !mayRunTwice(node))
      return isLast(node);
    fence(node);
    course.chronicle.waiting(
        course.now,
        "the provider of node %s does not answer and may run its task yet".formatted(node));
    return false;
  }

  private boolean isLast(NodeName node) {
    fenced.remove(node);
    return outstanding.remove(node) && outstanding.isEmpty();
  }

  /** Whether a task of it was asked to start, and is not to run again when its machine is lost. */
  private boolean mayRunTwice(NodeName node) {
    var berth = berths.get(node);
    return berth != null
        && !course.redeploys(node)
        && making.own(berth).stream().anyMatch(p -> !p.isService() && p.run > 0);
  }

  private void fence(NodeName node) {
    var berth = berths.get(node);
    if (berth == null || !outstanding.contains(node)) return;
    fenced.putIfAbsent(node, course.now.plus(Timeouts.STANDING));
    course.fleet.owe(berth.provider, berth.handle);
  }

  /** Whether it waits for nobody but those who may run something yet. */
  boolean isOnlyFenced() {
    return !fenced.isEmpty() && fenced.keySet().containsAll(outstanding);
  }

  /**
   * Waits no more for a provider that has nothing, nor beyond a lease.
   *
   * @param hasNothing a provider that says that it has nothing of this, if one does
   * @return whether that was all that was waited for
   */
  boolean unfence(Optional<ProviderId> hasNothing) {
    boolean done = false;
    for (var node : List.copyOf(fenced.keySet())) {
      var provider = Objects.requireNonNull(berths.get(node)).provider;
      boolean isOver = course.now.isAfter(Objects.requireNonNull(fenced.get(node)));
      if (isOver || hasNothing.equals(Optional.of(provider))) done |= isLast(node);
    }
    return done;
  }
}
