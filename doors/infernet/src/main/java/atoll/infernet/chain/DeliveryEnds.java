package atoll.infernet.chain;

import atoll.chain.Receipt;
import atoll.chain.SendOutcome;
import atoll.chain.infernet.ContractError;
import atoll.kernel.Backoff;
import atoll.subscriptions.Agenda;
import atoll.subscriptions.Due;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How a delivery that was begun ends, or is put off: on the agenda, in what is kept of
 * transactions, and in the log (Infernet §4.6).
 */
record DeliveryEnds(
    Agenda<Served> agenda,
    SentTransactions sent,
    Reputation reputation,
    InstantSource clock,
    ChainEvents events) {
  private static final Duration A_MOMENT = Duration.ofSeconds(1);
  private static final Duration FOR_ROOM = Duration.ofSeconds(2);
  private static final Duration FOR_MONEY = Duration.ofSeconds(30);
  private static final Backoff AFTER_FAILURES = new Backoff(A_MOMENT, Duration.ofSeconds(64));

  /** Many an old subscription can never pay again. */
  private static final Backoff FOR_PAYERS = new Backoff(FOR_MONEY, Duration.ofMinutes(15));

  /** An interval that never becomes payable ends as any other does. */
  void waitForMoney(Due<Served> due, String why) {
    events.skipped(due.key(), why);
    later(due, FOR_MONEY);
  }

  void waitForPayer(Due<Served> due, String why) {
    events.skipped(due.key(), why);
    agenda.postpone(due, FOR_PAYERS, clock.instant());
  }

  void waitForRoom(Due<Served> due, String why) {
    waitUntil(due, why, clock.instant().plus(FOR_ROOM));
  }

  void waitUntil(Due<Served> due, String why, Instant then) {
    events.waits(due, why);
    agenda.postpone(due, then);
  }

  /** At once, with what is known by then. */
  void again(Due<Served> due) {
    later(due, Duration.ZERO);
  }

  private void later(Due<Served> due, Duration pause) {
    agenda.postpone(due, clock.instant().plus(pause));
  }

  /** Counts as an attempt; the next comes after a pause that grows. */
  void fail(Due<Served> due, String why) {
    fail(due, why, AFTER_FAILURES.afterFailures(due.attempt()));
  }

  private void fail(Due<Served> due, String why, Duration pause) {
    if (agenda.failed(due, why, clock.instant().plus(pause))) events.exhausted(due, why);
  }

  void giveUp(Due<Served> due, String why) {
    agenda.giveUp(due, why);
    events.gaveUp(due, why);
  }

  void refused(Due<Served> due, ContractError error) {
    events.refusedByContract(due, error.text(), error.isHarmless());
  }

  /**
   * @param order by which it is found among what was sent
   */
  void settle(Due<Served> due, String order, SendOutcome outcome) {
    switch (outcome) {
      case SendOutcome.Mined(var receipt) -> {
        mined(due, receipt);
        sent.settled(order);
      }
      case SendOutcome.WouldRevert(var message, var data) -> {
        ContractError.of(data).ifPresent(error -> refused(due, error));
        events.failedToSend(due, message);
        giveUp(due, message);
      }
      case SendOutcome.TooMuchGas(var why) -> {
        events.failedToSend(due, why);
        fail(due, why);
      }
      case SendOutcome.Refused(var why) -> {
        events.failedToSend(due, why);
        later(due, FOR_MONEY);
      }
      case SendOutcome.Overtaken(_) -> {
        sent.settled(order);
        later(due, A_MOMENT);
      }
      case SendOutcome.Waiting(_, _) -> later(due, A_MOMENT);
    }
  }

  private void mined(Due<Served> due, Receipt receipt) {
    var owner = due.what().terms().owner();
    if (receipt.succeeded()) {
      reputation.delivered(owner);
      agenda.delivered(due, receipt.block());
      events.delivered(due, receipt);
      return;
    }
    events.evicted(due, receipt.transaction());
    reputation.reverted(owner, clock.instant()).ifPresent(events::distrusted);
    // It has waited for its block, and an interval may be short.
    fail(due, "the chain reverted it in block " + receipt.block(), Duration.ZERO);
  }
}
