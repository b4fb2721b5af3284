package atoll.provider;

import atoll.actor.Dispatcher;
import atoll.identity.Did;
import atoll.journal.JournalException;
import atoll.kernel.AllocationId;
import atoll.kernel.EnsembleId;
import atoll.workload.CapturedOutput;
import atoll.workload.Run;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The allocations that this machine hosts (DMS §7.6), from allocate until they are forgotten, some
 * time after their end. Safe for any thread.
 */
final class Allocations {
  private static final Logger LOG = LoggerFactory.getLogger(Allocations.class);

  /** How long output is kept after the end (DMS §7.6). */
  private static final Duration KEEP_OUTPUT = Duration.ofMinutes(30);

  /** How long an end is kept of which nobody has been heard to know. */
  private static final Duration KEEP_UNTOLD = Duration.ofDays(1);

  /** Longer than a message about all that is here lives. */
  private static final Duration SETTLING = Duration.ofSeconds(30);

  private final Map<AllocationId, HostedAllocation> hosted = new ConcurrentHashMap<>();
  private final ProviderMemory memory;
  private final Workloads workloads;
  private final Folders folders;
  private final Hosting hosting;
  private final InstantSource clock;
  private final Dispatcher dispatcher;

  Allocations(
      ProviderMemory memory,
      Workloads workloads,
      Folders folders,
      Hosting hosting,
      InstantSource clock,
      Dispatcher dispatcher) {
    this.memory = memory;
    this.workloads = workloads;
    this.folders = folders;
    this.hosting = hosting;
    this.clock = clock;
    this.dispatcher = dispatcher;
  }

  /**
   * Makes allocations of what is held for them: all, or none.
   *
   * @throws JournalException if that is not durable; then none is made
   */
  synchronized List<HostedAllocation> make(List<ProviderMemory.Made> all) {
    memory.make(all);
    return all.stream().map(made -> open(made.allocation(), made.assignment())).toList();
  }

  /** Opens the actor of an allocation that is remembered, in place of an earlier one. */
  synchronized HostedAllocation open(AllocationRecord record, Assignment assignment) {
    var earlier = hosted.remove(record.id());
    if (earlier != null) clear(earlier);
    var handle = hosting.open(record.id(), record.lease().owner(), assignment.key());
    var allocation = new HostedAllocation(record, assignment, handle, memory);
    hosted.put(record.id(), allocation);
    dispatcher.schedule(SETTLING, allocation::settle);
    return allocation;
  }

  Optional<HostedAllocation> find(AllocationId id) {
    return Optional.ofNullable(hosted.get(id));
  }

  /** The same, if it is of {@code owner}. */
  Optional<HostedAllocation> find(AllocationId id, Did owner) {
    return find(id).filter(allocation -> allocation.owner.equals(owner));
  }

  /** Of the nodes of a deployment, the one that an allocation name belongs to here. */
  Optional<HostedAllocation> find(EnsembleId ensemble, String name, Did by) {
    return of(ensemble, by).stream()
        .filter(a ->
            name.equals(a.id.value())
                || name.equals(a.id.manifestKey())
                || name.equals(a.id.allocation().value()))
        .findFirst();
  }

  /** Those of one owner's deployment, the first made first. */
  List<HostedAllocation> of(EnsembleId ensemble, Did owner) {
    return all().stream()
        .filter(a -> a.owner.equals(owner) && a.id.ensemble().equals(ensemble))
        .toList();
  }

  /** What one of {@code by} wrote; empty if it is not here or was not started. */
  Optional<CapturedOutput> output(EnsembleId ensemble, String name, Did by) {
    var found = find(ensemble, name, by);
    return found
        .flatMap(HostedAllocation::run)
        .map(Run::output)
        .or(() -> found.filter(a -> a.record().run() > 0).flatMap(a -> workloads.leftOutput(a.id)));
  }

  List<HostedAllocation> all() {
    return hosted.values().stream()
        .sorted(
            Comparator.comparing((HostedAllocation a) -> a.createdAt)
                .thenComparing(a -> a.id.value()))
        .toList();
  }

  boolean anyAlive() {
    return hosted.values().stream().anyMatch(a -> !a.isGone());
  }

  boolean anyOf(EnsembleId ensemble) {
    return hosted.keySet().stream().anyMatch(id -> id.ensemble().equals(ensemble));
  }

  /** Forgets an allocation once its output has been kept long enough after its end. */
  void forgetInTime(HostedAllocation allocation) {
    dispatcher.schedule(
        KEEP_OUTPUT.plusMillis(1),
        () -> {
          forgetIfOver(allocation);
          if (allocation.status().ended() && hosted.get(allocation.id) == allocation)
            forgetInTime(allocation);
        });
  }

  /** Harmless while it runs, and to repeat. */
  synchronized void forgetIfOver(HostedAllocation allocation) {
    if (hosted.get(allocation.id) != allocation || !isOver(allocation)) return;
    if (!allocation.retireIfEnded()) return;
    try {
      memory.forget(allocation.id);
    } catch (JournalException e) {
      LOG.warn("not_forgotten allocation={} cause={}", allocation.id, e.getMessage());
      return; // until it is tried again
    }
    hosted.remove(allocation.id);
    clear(allocation);
    if (!anyOf(allocation.id.ensemble())) hosting.forget(allocation.id.ensemble());
  }

  private boolean isOver(HostedAllocation allocation) {
    return allocation.remains.isCleared()
        && allocation
            .record()
            .ending()
            .map(end -> end.at().plus(end.told() ? KEEP_OUTPUT : KEEP_UNTOLD))
            .filter(at -> !clock.instant().isBefore(at))
            .isPresent();
  }

  private void clear(HostedAllocation allocation) {
    allocation.retire();
    hosting.close(allocation.id, allocation.handle);
    folders.leave(allocation.id);
  }

  /** Deletes the folders of those that are not here; to be called before any is made. */
  void sweepFolders() {
    folders.sweep(hosted.keySet());
  }
}
