package atoll.orchestrator.machine;

import static atoll.orchestrator.machine.AllocationProgress.Phase.ALLOCATED;
import static atoll.orchestrator.machine.AllocationProgress.Phase.COMMITTED;
import static atoll.orchestrator.machine.AllocationProgress.Phase.PLANNED;

import atoll.kernel.NodeName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A candidate on its way to being real: every allocation of it committed, then every node allocated
 * (DMS §7.4). Belongs to its placing.
 */
final class Making {
  private final Course course;
  private final Purpose purpose;
  private final Map<NodeName, Berth> berths = new LinkedHashMap<>();

  /** Whose answers are awaited: allocations that are committed, then nodes. */
  private final Set<Object> outstanding = new HashSet<>();

  Making(Course course, Purpose purpose) {
    this.course = course;
    this.purpose = purpose;
  }

  /** What an answer comes to. */
  sealed interface Outcome {
    record Waits() implements Outcome {}

    /** Everyone has answered well. */
    record Done() implements Outcome {}

    record Broken(Berth culprit, String cause) implements Outcome {}
  }

  List<Berth> berths() {
    return List.copyOf(berths.values());
  }

  boolean concerns(Berth berth) {
    return berths.containsValue(berth);
  }

  /** Takes a berth on that was read from the journal. */
  void adopt(Berth berth) {
    berths.put(berth.node, berth);
  }

  /** What of a berth this makes; a berth may have more. */
  List<AllocationProgress> own(Berth berth) {
    return berth.allocations.stream().filter(p -> p.attempt == course.attempt).toList();
  }

  // --- commit

  /** Has everything of new berths committed. */
  List<Effect> commit(List<Berth> chosen) {
    berths.clear();
    outstanding.clear();
    int together = chosen.stream().mapToInt(berth -> berth.allocations.size()).sum();
    var effects = new ArrayList<Effect>();
    for (var berth : chosen) {
      adopt(berth);
      if (purpose.comesBeside()) course.fleet.putIncoming(berth);
      else course.fleet.put(berth);
      course.chronicle.placed(course.now, berth.node, berth.provider);
      effects.add(new Effect.TrustProvider(berth.provider, berth.handle));
      effects.addAll(commit(berth, berth.allocations, together));
    }
    return effects;
  }

  /** Has what is planned of a berth committed, beside what is there. */
  List<Effect> commitInPlace(Berth berth) {
    var planned = berth.allocations.stream().filter(p -> p.phase == PLANNED).toList();
    adopt(berth);
    return commit(berth, planned, planned.size());
  }

  private List<Effect> commit(Berth berth, List<AllocationProgress> wanted, int together) {
    var effects = new ArrayList<Effect>();
    for (var progress : wanted) {
      progress.attempt = course.attempt;
      outstanding.add(progress.id);
      effects.add(
          new Effect.Commit(
              course.attempt,
              berth.handle,
              course.requests.commit(progress.id, course.attempt, course.epoch, course.now),
              Timeouts.commit(together)));
    }
    return effects;
  }

  Outcome committed(Signal.CommitAnswered answer) {
    if (!outstanding.remove(answer.allocation())) return new Outcome.Waits();
    var berth = berths.get(answer.allocation().node());
    var progress =
        Optional.ofNullable(berth).flatMap(b -> b.find(answer.allocation().allocation()));
    if (berth == null || progress.isEmpty()) return new Outcome.Waits();
    if (answer.refusal().isPresent())
      return new Outcome.Broken(
          berth, "commit of " + answer.allocation().manifestKey() + ": " + answer.refusal().get());
    progress.get().enter(COMMITTED, course.now);
    progress.get().ports = answer.ports();
    return doneOnceAllAnswered();
  }

  // --- allocate

  List<Effect> allocate() {
    var effects = new ArrayList<Effect>();
    for (var each : berths.values()) {
      outstanding.add(each.node);
      effects.add(
          new Effect.Allocate(
              course.attempt,
              each.handle,
              course.requests.allocate(each.node, own(each), course.epoch),
              Timeouts.allocate(each.allocations.size())));
    }
    return effects;
  }

  Outcome allocated(Signal.AllocateAnswered answer) {
    if (!outstanding.remove(answer.node())) return new Outcome.Waits();
    var berth = berths.get(answer.node());
    if (berth == null) return new Outcome.Waits();
    if (answer.refusal().isPresent())
      return new Outcome.Broken(
          berth, "allocate on " + answer.node() + ": " + answer.refusal().get());
    for (var progress : own(berth)) {
      var handle = answer.handles().get(progress.id.allocation());
      if (handle == null)
        return new Outcome.Broken(
            berth, "provider of " + answer.node() + " made no " + progress.id.allocation());
      progress.handle = Optional.of(handle);
      progress.enter(ALLOCATED, course.now);
    }
    return doneOnceAllAnswered();
  }

  private Outcome doneOnceAllAnswered() {
    return outstanding.isEmpty() ? new Outcome.Done() : new Outcome.Waits();
  }

  /** Everything was given back. */
  void unmake() {
    for (var berth : berths.values())
      if (purpose == Purpose.IN_PLACE) own(berth).forEach(p -> p.unmake(course.now));
      else course.fleet.remove(berth);
    berths.clear();
  }
}
