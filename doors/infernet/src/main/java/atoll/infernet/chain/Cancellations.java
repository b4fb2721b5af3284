package atoll.infernet.chain;

import atoll.chain.JsonRpc;
import atoll.chain.RpcAnswer;
import atoll.chain.RpcException;
import atoll.chain.infernet.InfernetContracts;
import atoll.kernel.Backoff;
import atoll.kernel.Ticker;
import atoll.subscriptions.Agenda;
import atoll.subscriptions.SubscriptionKey;
import java.time.Duration;
import java.util.List;

/**
 * Hears of subscriptions that their owners cancel, so that it is told at once, and not when they
 * would be due next. Where no service tells it, and of blocks long ago, it is found out then; a
 * service that cannot say it is asked less and less. For one thread.
 */
final class Cancellations {
  private static final long MOST_BLOCKS = 1000;
  private static final Backoff PAUSES = new Backoff(Duration.ofMinutes(1), Duration.ofHours(1));

  private final JsonRpc rpc;
  private final InfernetContracts contracts;
  private final Agenda<Served> agenda;
  private final Ticker ticker;
  private int failures;
  private long notBefore;

  Cancellations(JsonRpc rpc, InfernetContracts contracts, Agenda<Served> agenda, Ticker ticker) {
    this.rpc = rpc;
    this.contracts = contracts;
    this.agenda = agenda;
    this.ticker = ticker;
    this.notBefore = ticker.nanos();
  }

  /** Listens to some blocks, the last one included. */
  void hear(long fromBlock, long toBlock) throws InterruptedException {
    long from = Math.max(fromBlock, toBlock - MOST_BLOCKS + 1);
    if (from > toBlock || agenda.size() == 0 || ticker.nanos() - notBefore < 0) return;
    try {
      if (rpc.ask(contracts.cancelled(from, toBlock))
          instanceof RpcAnswer.Value<List<Long>>(var ids)) {
        failures = 0;
        for (long id : ids) agenda.cancel(new SubscriptionKey.OnChain(id));
      } else rest();
    } catch (RpcException _) {
      rest();
    }
  }

  private void rest() {
    notBefore = ticker.nanos() + PAUSES.afterFailures(++failures).toNanos();
  }
}
