package atoll.provider;

import atoll.actor.Dispatcher;
import atoll.actor.Handle;
import atoll.identity.Did;
import atoll.journal.JournalException;
import atoll.kernel.Resources;
import atoll.protocol.AllocateRequest;
import atoll.protocol.CommitAnswer;
import atoll.protocol.CommitRequest;
import atoll.protocol.RevertRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * What is promised to whom (DMS §7.5): capacity and ports under a lease, then an allocation. Each
 * promise is durable before it is given. One lock guards each decision; under it the journal is
 * waited for and ports are tried, and nothing that may take long.
 */
final class Commitments {
  /** The longest that capacity is held for someone who does not use it (DMS §7.2). */
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(60);

  private final LentShare lent;
  private final Holds holds;
  private final Making making;
  private final Allocations allocations;
  private final InstantSource clock;
  private final Dispatcher dispatcher;
  private final GivenBack givenBack = new GivenBack();
  private boolean closed;

  Commitments(
      LentShare lent,
      Holds holds,
      Making making,
      Allocations allocations,
      InstantSource clock,
      Dispatcher dispatcher) {
    this.lent = lent;
    this.holds = holds;
    this.making = making;
    this.allocations = allocations;
    this.clock = clock;
    this.dispatcher = dispatcher;
  }

  /** Nothing is held or made once this returns. */
  synchronized void close() {
    closed = true;
  }

  // --- holding and making

  /**
   * @throws JournalException if the hold is not durable; then nothing is held
   */
  synchronized CommitAnswer commit(CommitRequest request, Did by) {
    if (closed) return CommitAnswer.refused(Refusals.STOPPING);
    endLeases();
    var id = request.allocation();
    var held = holds.find(id);
    var made = allocations.find(id).filter(a -> !a.isGone());
    if (held.map(Lease::owner)
        .or(() -> made.map(a -> a.owner))
        .filter(o -> !o.equals(by))
        .isPresent())
      return CommitAnswer.refused("allocation " + id.manifestKey() + " is another's");
    if (givenBack.contains(by, request.lease(), clock.instant()))
      return CommitAnswer.refused(Refusals.GIVEN_BACK);
    if (held.isEmpty() && made.isEmpty() && lent.lending().draining())
      return CommitAnswer.refused(Refusals.DRAINING);
    var longest = clock.instant().plus(LONGEST_HOLD);
    var until = request.until().isBefore(longest) ? request.until() : longest;
    var answer = holds.hold(request, by, until);
    if (answer.ok()) holds.find(id).ifPresent(this::endInTime);
    return answer;
  }

  /**
   * Makes all the allocations of a request, or none.
   *
   * @throws JournalException if they are not durable; then none is made, and all stays held
   */
  synchronized AllocateRequest.Answer allocate(
      AllocateRequest request, Did by, Handle orchestrator) {
    if (closed) return AllocateRequest.Answer.refused(Refusals.STOPPING);
    return making.allocate(request, by, orchestrator);
  }

  // --- giving back

  /**
   * Gives back what is only held; what has been made is returned, to be ended.
   *
   * @throws JournalException if that is not durable; then it is held on
   */
  synchronized List<HostedAllocation> giveBackHeld(RevertRequest request, Did by) {
    holds.giveBack(
        holds.all().stream()
            .filter(hold -> hold.owner().equals(by) && request.names(hold.allocation()))
            .filter(hold -> request.concerns(hold.id()))
            .toList());
    var now = clock.instant();
    givenBack.add(by, request.leases(), now, now.plus(LONGEST_HOLD));
    return allocations.of(request.ensemble(), by).stream()
        .filter(a -> !a.isGone() && request.names(a.id) && request.concerns(a.lease))
        .toList();
  }

  synchronized List<Lease> held() {
    return holds.all();
  }

  /** Gives back holds, once that is durable. */
  synchronized void giveBack(List<Lease> given) {
    holds.giveBack(given);
  }

  /** What nobody has used in time is nobody's any more. */
  synchronized void endLeases() {
    holds.endOver(clock.instant());
  }

  private void endInTime(Lease lease) {
    dispatcher.schedule(
        Duration.between(clock.instant(), lease.until()).plusMillis(1), this::endLeases);
  }

  // --- what is lent

  /** The same, and throws the same, as {@link LentShare#lend}. */
  synchronized boolean lend(Resources share) {
    return lent.lend(share);
  }

  /** The same, and throws the same, as {@link LentShare#offboard}. */
  synchronized boolean offboard() {
    return lent.offboard();
  }

  /** The same, and throws the same, as {@link LentShare#drain}. */
  synchronized void drain(boolean draining) {
    lent.drain(draining);
  }

  synchronized Lending lending() {
    return lent.lending();
  }

  // --- after a restart

  boolean isOver(Lease hold) {
    return hold.isOver(clock.instant());
  }

  /** Takes up a hold that is remembered; false if it is over, or has become an allocation. */
  synchronized boolean restore(Lease hold) {
    if (isOver(hold) || !holds.restore(hold)) return false;
    endInTime(hold);
    return true;
  }

  /** Takes up what an allocation that is remembered stands on; before any hold. */
  synchronized void restoreMade(Lease lease) {
    holds.restoreMade(lease);
  }

  /** Takes up what is lent, as it is remembered. */
  synchronized void restore(Lending remembered) {
    lent.restore(remembered);
  }
}
