package atoll.provider;

import atoll.actor.Handle;
import atoll.identity.Did;
import atoll.kernel.AllocationId;
import atoll.protocol.AllocateRequest;
import atoll.protocol.CommitAnswer;
import atoll.protocol.CommitRequest;
import atoll.protocol.Outcome;
import atoll.protocol.RevertRequest;
import atoll.protocol.ShutdownRequest;
import atoll.protocol.StartRequest;
import atoll.provider.Endings.Told;

/**
 * What orchestrators may command (DMS §4.7–4.8), and which commands are refused: of an older epoch,
 * of what is another's, and, while this provider stops, of what would begin something. Safe for any
 * thread.
 */
final class Commands {
  private final EpochBook epochs;
  private final Commitments commitments;
  private final Allocations allocations;
  private final Runs runs;
  private final Endings endings;
  private volatile boolean closed;

  Commands(
      EpochBook epochs,
      Commitments commitments,
      Allocations allocations,
      Runs runs,
      Endings endings) {
    this.epochs = epochs;
    this.commitments = commitments;
    this.allocations = allocations;
    this.runs = runs;
    this.endings = endings;
  }

  /** From now on nothing begins here; what is just being made is there when this returns. */
  void close() {
    closed = true;
    commitments.close();
  }

  boolean isClosed() {
    return closed;
  }

  CommitAnswer commit(CommitRequest request, Did by) {
    return epochs
        .refusal(request.allocation().ensemble(), by, request.epoch())
        .map(CommitAnswer::refused)
        .orElseGet(() -> commitments.commit(request, by));
  }

  AllocateRequest.Answer allocate(AllocateRequest request, Did by, Handle orchestrator) {
    return epochs
        .refusal(request.ensemble(), by, request.epoch())
        .map(AllocateRequest.Answer::refused)
        .orElseGet(() -> commitments.allocate(request, by, orchestrator));
  }

  /**
   * Gives back whatever is held or runs for the named allocations of {@code by}; returns when that
   * is done. Repeating is harmless.
   */
  Outcome revert(RevertRequest request, Did by) throws InterruptedException {
    if (request.leases().isEmpty()) {
      var late = epochs.refusal(request.ensemble(), by, request.epoch());
      if (late.isPresent()) return Outcome.failed(late.get());
    }
    for (var allocation : commitments.giveBackHeld(request, by))
      endings.shutDown(allocation, Endings.STOPPED, Told.BY_ANSWER);
    return Outcome.DONE;
  }

  Outcome shutDown(ShutdownRequest request, Did by) throws InterruptedException {
    var id = request.allocation();
    if (request.lease().isEmpty()) {
      var late = epochs.refusal(id.ensemble(), by, request.epoch());
      if (late.isPresent()) return Outcome.failed(late.get());
    }
    var allocation = allocations.find(id, by).filter(a -> request.concerns(a.lease));
    if (allocation.isEmpty()) return Refusals.notHere(id);
    endings.shutDown(allocation.get(), Endings.STOPPED, Told.BY_ANSWER);
    return Outcome.DONE;
  }

  Outcome start(AllocationId id, StartRequest request, Did by) throws InterruptedException {
    return command(id, request.epoch(), by, allocation -> runs.start(allocation, request.run()));
  }

  /** A restart that names its run is a start of that run. */
  Outcome restart(AllocationId id, StartRequest request, Did by) throws InterruptedException {
    return command(
        id,
        request.epoch(),
        by,
        allocation ->
            request.run() > 0 ? runs.start(allocation, request.run()) : runs.restart(allocation));
  }

  /** Something that is done to an allocation. */
  private interface Command {
    Outcome on(HostedAllocation allocation) throws InterruptedException;
  }

  private Outcome command(AllocationId id, long epoch, Did by, Command command)
      throws InterruptedException {
    if (closed) return Outcome.failed(Refusals.STOPPING);
    var allocation = allocations.find(id, by);
    if (allocation.isEmpty()) return Refusals.notHere(id);
    var late = epochs.refusal(id.ensemble(), by, epoch);
    return late.isPresent() ? Outcome.failed(late.get()) : command.on(allocation.get());
  }
}
