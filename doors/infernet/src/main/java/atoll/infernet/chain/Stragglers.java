package atoll.infernet.chain;

import atoll.actor.Dispatcher;
import atoll.chain.Pause;
import atoll.chain.SendOutcome;
import atoll.chain.Transaction;
import atoll.chain.Transactions;
import atoll.kernel.AtollException;
import atoll.subscriptions.Agenda;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Goes on with what left and nobody waits for any more, such as an answer whose interval is over,
 * or an approval of before a crash: no later transaction is mined before it. Never blocks its
 * caller.
 */
final class Stragglers {
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final Agenda<Served> agenda;
  private final SentTransactions sent;
  private final Transactions transactions;
  private final Dispatcher dispatcher;
  private final Pause pause;
  private final ChainEvents events;
  private final Set<Long> underWay = ConcurrentHashMap.newKeySet();

  Stragglers(
      Agenda<Served> agenda,
      SentTransactions sent,
      Transactions transactions,
      Dispatcher dispatcher,
      Pause pause,
      ChainEvents events) {
    this.agenda = agenda;
    this.sent = sent;
    this.transactions = transactions;
    this.dispatcher = dispatcher;
    this.pause = pause;
    this.events = events;
  }

  /**
   * @param second of the chain
   */
  void look(long second) {
    var all = sent.all();
    if (all.isEmpty()) return;
    var awaited = agenda.awaited(second);
    for (var left : all) {
      long nonce = left.getFirst().transaction().nonce();
      boolean isAwaited = left.stream().map(SentTransactions::order).anyMatch(awaited::contains);
      if (!isAwaited && !transactions.isWatched(nonce) && underWay.add(nonce))
        dispatcher.execute(() -> goOn(nonce, left));
    }
  }

  private void goOn(long nonce, List<Transaction.Signed> left) {
    try {
      if (!(transactions.resume(left) instanceof SendOutcome.Waiting)) sent.settled(nonce);
    } catch (AtollException e) {
      events.trouble("Looking for an earlier transaction", String.valueOf(e.getMessage()));
      rest();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      underWay.remove(nonce);
    }
  }

  private void rest() {
    try {
      pause.of(AGAIN);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
