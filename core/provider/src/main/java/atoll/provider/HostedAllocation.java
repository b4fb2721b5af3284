package atoll.provider;

import atoll.actor.Handle;
import atoll.ensemble.HealthCheck;
import atoll.identity.Did;
import atoll.journal.JournalException;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationStatus;
import atoll.kernel.LeaseId;
import atoll.protocol.AllocateRequest;
import atoll.provider.AllocationRecord.Phase;
import atoll.workload.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * One allocation that this machine hosts, from allocate until it is forgotten (DMS §7.6). Its own
 * lock guards each change, which is remembered before it counts, so that of two starts one starts
 * and of an end and a stop one ends it. {@code owner} is whose authority ordered it, and who alone
 * may command it.
 */
final class HostedAllocation {
  final AllocationId id;
  final LeaseId lease;
  final AllocateRequest.Order order;
  final Did owner;
  final Handle orchestrator;
  final Handle handle;
  final Instant createdAt;
  final Remains remains;
  private final KeptRecord record;
  private boolean settled;
  private Optional<Starter> starter = Optional.empty();
  private boolean stopAsked;

  /** An end that the disk would not remember; no longer true once a newer run is begun. */
  private Optional<AllocationRecord.Ending> owed = Optional.empty();

  private Optional<Run> run = Optional.empty();

  /**
   * @param record as it is remembered by now
   */
  HostedAllocation(
      AllocationRecord record, Assignment assignment, Handle handle, ProviderMemory memory) {
    this.id = record.id();
    this.lease = record.lease().id();
    this.order = assignment.order();
    this.owner = record.lease().owner();
    this.orchestrator = assignment.orchestrator();
    this.handle = handle;
    this.createdAt = record.createdAt();
    this.record = new KeptRecord(record, memory);
    this.remains = new Remains(!record.holdsRoom());
  }

  // --- starting

  /** Who brings run {@code number} up; {@code over} when that is done, however. */
  private record Starter(Thread thread, long number, CountDownLatch over) {}

  /**
   * @param wanted the number of the run; 0 for the first, as peers ask that number no runs
   */
  synchronized StartTurn takeStart(long wanted) {
    if (stopAsked || record.isRetired()) return refused("has ended");
    if (starter.isPresent()) return new StartTurn.AfterThis(starter.get().over());
    return turn(StartVerdict.onStart(record.now(), wanted));
  }

  /** The same for a restart by a peer that numbers no runs: it must run. */
  synchronized StartTurn takeRestart() {
    if (stopAsked) return refused("does not run here");
    if (starter.isPresent()) return new StartTurn.AfterThis(starter.get().over());
    return turn(StartVerdict.onRestart(record.now()));
  }

  /** To find out what a restart of this machine left of it, or to bring it up again. */
  synchronized StartTurn takeUp() {
    if (stopAsked) return refused("has ended");
    if (starter.isPresent()) return new StartTurn.AfterThis(starter.get().over());
    if (run.isPresent()) return new StartTurn.DoneBefore();
    return turn(StartVerdict.onTakeUp(record.now()));
  }

  private StartTurn turn(StartVerdict verdict) {
    return switch (verdict) {
      case StartVerdict.Begin(var number) -> {
        starter = Optional.of(new Starter(Thread.currentThread(), number, new CountDownLatch(1)));
        yield new StartTurn.Yours(number, run);
      }
      case StartVerdict.DoneBefore() -> new StartTurn.DoneBefore();
      case StartVerdict.Refused(var why) -> refused(why);
    };
  }

  private StartTurn refused(String why) {
    return new StartTurn.Refused(id.manifestKey() + " " + why);
  }

  /**
   * Remembers that a run is being brought up, before it is.
   *
   * @throws JournalException if that is not durable; then nothing has changed
   */
  synchronized void starting(long number) {
    record.change(record.now().starting(number));
    run = Optional.empty();
    owed = Optional.empty();
  }

  /**
   * False, and nothing changes, if its end was asked for meanwhile: then the run is to go again.
   * That it runs need not be durable, since that it was to be is.
   */
  synchronized boolean started(Run begun, Instant at) {
    var phase = record.now().phase();
    if (stopAsked || phase == Phase.ENDED) return false;
    run = Optional.of(begun);
    if (phase != Phase.RUNNING) record.changeInTime(record.now().running(at));
    return true;
  }

  /** The turn that {@link StartTurn.Yours} gave is over. */
  synchronized void endTurn() {
    starter.ifPresent(s -> s.over().countDown());
    starter = Optional.empty();
    if (stopAsked) Thread.interrupted(); // what askStop sent has done its work, or came too late
  }

  // --- ending

  /**
   * Notes that its end is wanted, and waits until nobody starts it any more, which is hurried on by
   * an interrupt. What runs then, if anything, will not be replaced.
   */
  Optional<Run> askStop() throws InterruptedException {
    Optional<Starter> starting;
    synchronized (this) {
      stopAsked = true;
      starting = starter;
      starting.ifPresent(s -> s.thread().interrupt());
    }
    if (starting.isPresent()) starting.get().over().await();
    return run();
  }

  /**
   * Whether {@code candidate} is the run that counts, so that its end is the allocation's: nobody
   * replaces it.
   */
  private boolean isCurrent(Run candidate) {
    return starter.isEmpty() && run.isPresent() && run.get() == candidate;
  }

  /**
   * True for the one call that ends it.
   *
   * @throws JournalException if that is not durable; then it has not ended, and {@link
   *     #endedAsOwed} tries it again
   */
  synchronized boolean ended(AllocationRecord.Ending how) {
    if (record.now().phase() == Phase.ENDED) return false;
    owed = Optional.of(how.unheard());
    long number = starter.map(Starter::number).orElse(record.now().run());
    record.change(record.now().ended(number, how));
    owed = Optional.empty();
    return true;
  }

  /**
   * Ends it as it would have ended before, had the disk remembered. False while somebody brings a
   * run up, which may make that untrue.
   *
   * @throws JournalException if that is not durable; then it has not ended
   */
  synchronized boolean endedAsOwed() {
    return starter.isEmpty() && owed.isPresent() && ended(owed.get());
  }

  /** Whether the disk is still to remember its end, or that nothing is held for it any more. */
  synchronized boolean owesEnd() {
    boolean holds = stopAsked && record.now().phase() == Phase.ENDED && record.now().holdsRoom();
    return (owed.isPresent() || holds) && !record.isRetired();
  }

  /** The same, if it is {@code candidate} that ended and it still counts. */
  synchronized boolean ended(Run candidate, AllocationRecord.Ending how) {
    return isCurrent(candidate) && ended(how);
  }

  /**
   * What was held for it after its end is not, from now on.
   *
   * @throws JournalException if that is not durable; then it is held on
   */
  synchronized void release() {
    var kept = record.now().ending().filter(AllocationRecord.Ending::kept);
    if (kept.isPresent()) record.change(record.now().ended(kept.get().released()));
  }

  /** Whoever ordered it has learned of the end that {@code ended} was. */
  synchronized void heard(AllocationRecord ended) {
    if (record.now().run() != ended.run()) return;
    record.now().ending().ifPresent(end -> record.changeInTime(record.now().ended(end.heard())));
  }

  /** Whether what it ran on has been given back. */
  boolean isGone() {
    return remains.isGone();
  }

  /**
   * Whether it has been here for so long that every word of its owner that is still on its way was
   * said when the owner knew of it.
   */
  synchronized boolean isSettled() {
    return settled;
  }

  synchronized void settle() {
    settled = true;
  }

  // --- what is remembered

  /**
   * From now on another stands in its place, or nothing: what is remembered is not its any more.
   */
  synchronized void retire() {
    record.retire();
  }

  /** The same, unless it is brought up again just now. */
  synchronized boolean retireIfEnded() {
    if (starter.isPresent() || record.now().phase() != Phase.ENDED) return false;
    record.retire();
    return true;
  }

  synchronized boolean isRetired() {
    return record.isRetired();
  }

  synchronized void watchBy(HealthCheck check) {
    if (!record.now().healthCheck().equals(Optional.of(check)))
      record.changeInTime(record.now().watchedBy(check));
  }

  /** Moves the instant at which it ends unless it is renewed; remembers it within {@code lag}. */
  synchronized void renew(Instant until, Duration lag) {
    if (!isGone()) record.renew(until, lag);
  }

  /** Tries again to remember what could wait. */
  synchronized void saveNow() {
    record.saveNow();
  }

  synchronized AllocationRecord record() {
    return record.now();
  }

  synchronized AllocationStatus status() {
    return record.now().status();
  }

  synchronized Optional<Run> run() {
    return run;
  }

  synchronized Optional<Instant> startedAt() {
    return record.now().startedAt();
  }

  synchronized boolean isStopAsked() {
    return stopAsked;
  }
}
