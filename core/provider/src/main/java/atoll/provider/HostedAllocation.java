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
  private final ProviderMemory memory;
  private AllocationRecord record;
  private Instant remembered;
  private boolean unsaved;
  private boolean settled;
  private boolean retired;
  private Optional<Starter> starter = Optional.empty();
  private boolean stopAsked;
  private Optional<Run> run = Optional.empty();
  private boolean gone;

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
    this.memory = memory;
    this.record = record;
    this.remembered = record.lease().until();
    this.gone = !record.holdsRoom();
  }

  // --- starting

  /** What a request to start finds. */
  sealed interface StartTurn {
    /**
     * Whoever gets this brings run {@code number} up in place of what there is, and at last calls
     * {@link #endTurn}.
     *
     * @param old to be stopped first
     */
    record Yours(long number, Optional<Run> old) implements StartTurn {}

    /** That run was brought up before, whatever became of it since. */
    record DoneBefore() implements StartTurn {}

    /** Somebody brings a run up now; to be asked again when that is over. */
    record AfterThis(CountDownLatch over) implements StartTurn {}

    record Refused(String why) implements StartTurn {}
  }

  /** Who brings a run up; {@code over} when that is done, however. */
  private record Starter(Thread thread, CountDownLatch over) {}

  /**
   * @param wanted the number of the run; 0 for the first, as peers ask that number no runs
   */
  synchronized StartTurn takeStart(long wanted) {
    if (stopAsked || retired) return refused("has ended");
    if (starter.isPresent()) return new StartTurn.AfterThis(starter.get().over());
    boolean ended = record.phase() == Phase.ENDED;
    if (wanted <= record.run() && (wanted > 0 || record.run() > 0)) {
      boolean began = record.phase() == Phase.RUNNING || record.startedAt().isPresent();
      if (began && (!ended || wanted > 0)) return new StartTurn.DoneBefore();
      if (ended) return refused("has ended" + because());
      if (0 < wanted && wanted < record.run()) return new StartTurn.DoneBefore();
    }
    if (ended && (wanted == 0 || !record.holdsRoom())) return refused("has ended" + because());
    return begin(Math.max(wanted, Math.max(1, record.run())));
  }

  /** The same for a restart by a peer that numbers no runs: it must run. */
  synchronized StartTurn takeRestart() {
    if (record.phase() != Phase.RUNNING || stopAsked || starter.isPresent())
      return refused("does not run here");
    return begin(record.run() + 1);
  }

  /** To find out what a restart of this machine left of it, or to bring it up again. */
  synchronized StartTurn takeUp() {
    if (stopAsked || record.phase() == Phase.ENDED) return refused("has ended");
    if (starter.isPresent() || run.isPresent()) return new StartTurn.DoneBefore();
    return begin(record.run());
  }

  private StartTurn begin(long number) {
    starter = Optional.of(new Starter(Thread.currentThread(), new CountDownLatch(1)));
    return new StartTurn.Yours(number, run);
  }

  private StartTurn refused(String why) {
    return new StartTurn.Refused(id.manifestKey() + " " + why);
  }

  private String because() {
    return record
        .ending()
        .map(AllocationRecord.Ending::why)
        .filter(why -> !why.isEmpty())
        .map(why -> ": " + why)
        .orElse("");
  }

  /**
   * Remembers that a run is being brought up, before it is.
   *
   * @throws JournalException if that is not durable; then nothing has changed
   */
  synchronized void starting(long number) {
    boolean replaces =
        switch (record.phase()) {
          case PENDING, STARTING -> false;
          case REPLACING, RUNNING, ENDED -> true;
        };
    change(record.starting(number, replaces));
    run = Optional.empty();
  }

  /**
   * False, and nothing changes, if its end was asked for meanwhile: then the run is to go again.
   * That it runs need not be durable, since that it was to be is.
   */
  synchronized boolean started(Run begun, Instant at) {
    if (stopAsked || record.phase() == Phase.ENDED) return false;
    run = Optional.of(begun);
    if (record.phase() != Phase.RUNNING) changeInTime(record.running(at));
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
  synchronized boolean isCurrent(Run candidate) {
    return starter.isEmpty() && run.isPresent() && run.get() == candidate;
  }

  /**
   * True for the one call that ends it.
   *
   * @throws JournalException if that is not durable; then it has not ended
   */
  synchronized boolean ended(AllocationRecord.Ending how) {
    if (record.phase() == Phase.ENDED) return false;
    change(record.ended(how));
    return true;
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
    var kept = record.ending().filter(AllocationRecord.Ending::kept);
    if (kept.isPresent()) change(record.ended(kept.get().released()));
  }

  /** Whoever ordered it has learned of the end that {@code ended} was. */
  synchronized void heard(AllocationRecord ended) {
    if (record.run() != ended.run()) return;
    record.ending().ifPresent(end -> changeInTime(record.ended(end.heard())));
  }

  /** Nothing of it is left here but its output, and what it ran on has been given back. */
  synchronized void goneNow() {
    gone = true;
  }

  synchronized boolean isGone() {
    return gone;
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
    retired = true;
  }

  /** The same, unless it is brought up again just now. */
  synchronized boolean retireIfEnded() {
    if (starter.isPresent() || record.phase() != Phase.ENDED) return false;
    retired = true;
    return true;
  }

  synchronized boolean isRetired() {
    return retired;
  }

  synchronized void watchBy(HealthCheck check) {
    if (!record.healthCheck().equals(Optional.of(check))) changeInTime(record.watchedBy(check));
  }

  /** Moves the instant at which it ends unless it is renewed; remembers it within {@code lag}. */
  synchronized void renew(Instant until, Duration lag) {
    if (gone) return;
    var renewed = record.on(record.lease().until(until));
    if (Duration.between(remembered, until).abs().compareTo(lag) > 0) {
      remembered = until;
      changeInTime(renewed);
    } else record = renewed;
  }

  /** Tries again to remember what could wait. */
  synchronized void saveNow() {
    if (unsaved && !retired) change(record);
  }

  private void changeInTime(AllocationRecord next) {
    try {
      change(next);
    } catch (JournalException e) {
      record = next;
      unsaved = true;
    }
  }

  private void change(AllocationRecord next) {
    if (!retired) memory.change(next, record);
    record = next;
    unsaved = false;
  }

  synchronized AllocationRecord record() {
    return record;
  }

  synchronized AllocationStatus status() {
    return record.status();
  }

  synchronized Optional<Run> run() {
    return run;
  }

  synchronized Optional<Instant> startedAt() {
    return record.startedAt();
  }

  synchronized boolean isStopAsked() {
    return stopAsked;
  }
}
