package atoll.infernet.chain;

import atoll.chain.Receipt;
import atoll.chain.Word;
import atoll.infernet.SubscriptionReport.State;
import atoll.subscriptions.Due;
import atoll.subscriptions.SubscriptionKey;
import atoll.web.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What is told of the chain's work: in the log, where the words and the names and order of what
 * goes with them are the original's, which operators and suites search for (Infernet §7), and as
 * the latest that is known of each subscription.
 */
final class ChainEvents {
  private static final Logger LISTENER = LoggerFactory.getLogger("chain.listener");
  private static final Logger PROCESSOR = LoggerFactory.getLogger("chain.processor");
  private static final Logger CHECKER = LoggerFactory.getLogger("chain.wallet_checker");
  private static final Logger ORCHESTRATOR = LoggerFactory.getLogger("orchestration.orchestrator");
  private static final Logger WALLET = LoggerFactory.getLogger("chain.wallet");

  private final SubscriptionReports reports;
  private final Metrics.Counter delivered;
  private final Metrics.Counter reverted;
  private final Metrics.Counter failed;

  ChainEvents(SubscriptionReports reports, Metrics metrics) {
    this.reports = reports;
    this.delivered = deliveries(metrics, "delivered");
    this.reverted = deliveries(metrics, "reverted");
    this.failed = deliveries(metrics, "failed");
  }

  private static Metrics.Counter deliveries(Metrics metrics, String outcome) {
    return metrics.counter(
        "infernet_deliveries_total",
        "Answers to a chain that were to be sent.",
        "outcome",
        outcome);
  }

  void syncing(long from, long to, long head) {
    LISTENER
        .atInfo()
        .addKeyValue("from", from)
        .addKeyValue("to", to - 1)
        .addKeyValue("head", head)
        .log("Started snapshot sync");
  }

  void synced(long lastId, long head) {
    LISTENER
        .atInfo()
        .addKeyValue("id", lastId)
        .addKeyValue("head", head)
        .log("Finished snapshot sync");
  }

  void reorganised(long block) {
    LISTENER.atWarn().addKeyValue("block", block).log("The chain was reorganised, reading again");
  }

  void relayed(long id) {
    LISTENER.atInfo().addKeyValue("id", id).log("Relayed subscription creation");
  }

  void ignored(long id, String why) {
    reports.of(new SubscriptionKey.OnChain(id), State.IGNORED, why);
    LISTENER
        .atInfo()
        .addKeyValue("id", id)
        .addKeyValue("err", why)
        .log("Ignored subscription creation");
  }

  void unreadable(long id, String why) {
    reports.of(new SubscriptionKey.OnChain(id), State.IGNORED, "it cannot be read: " + why);
    LISTENER
        .atWarn()
        .addKeyValue("id", id)
        .addKeyValue("err", why)
        .log("Subscription cannot be read");
  }

  void trouble(String what, String why) {
    LISTENER.atWarn().addKeyValue("err", why).log(what + "; it goes on when the chain answers");
  }

  void relayFails(String why) {
    LISTENER.atWarn().addKeyValue("err", why).log("The relay takes nothing; it is told again");
  }

  void notEntered(long fromBlock, long toBlock, String why) {
    LISTENER
        .atWarn()
        .addKeyValue("from", fromBlock)
        .addKeyValue("to", toBlock)
        .addKeyValue("err", why)
        .log("What was paid in these blocks is not entered, since the services refuse to tell it");
  }

  void broken(String what, Throwable failure) {
    LISTENER.atError().setCause(failure).log(what + " failed; it is tried again");
  }

  void tracked(SubscriptionKey key) {
    reports.of(key, State.TRACKED, "");
    switch (key) {
      case SubscriptionKey.OnChain(var id) ->
          PROCESSOR.atInfo().addKeyValue("id", id).log("Tracked new subscription!");
      case SubscriptionKey.Delegated signed ->
          PROCESSOR
              .atInfo()
              .addKeyValue("id", said(signed))
              .log("Tracked new delegate subscription");
    }
  }

  void mismatch(SubscriptionKey key, String why) {
    reports.of(key, State.IGNORED, "Subscription signer mismatch: " + why);
    PROCESSOR
        .atError()
        .addKeyValue("id", said(key))
        .addKeyValue("err", why)
        .log("Subscription signer mismatch");
  }

  void dropped(SubscriptionKey key, String why) {
    reports.of(key, State.ENDED, why);
    PROCESSOR.atInfo().addKeyValue("id", said(key)).log(why);
    PROCESSOR.info("Stopped tracking subscription: {}", key);
  }

  void processing(Due<?> due) {
    reports.of(due, State.COMPUTING, "");
    of(PROCESSOR, Level.INFO, due)
        .addKeyValue("attempt", due.attempt())
        .log("Processing subscription");
  }

  void skipped(SubscriptionKey key, String why) {
    reports.of(key, State.WAITING, why);
    CHECKER.warn("Skipping subscription: {}: {}", key, why);
  }

  void computed(Due<?> due) {
    of(PROCESSOR, Level.INFO, due).log("Container execution succeeded");
  }

  void notComputed(Due<?> due, String container, String why) {
    reports.of(due, State.FAILED, "container " + container + ": " + why);
    of(ORCHESTRATOR, Level.ERROR, due)
        .addKeyValue("container", container)
        .addKeyValue("error", why)
        .log("Container error");
    of(PROCESSOR, Level.ERROR, due)
        .addKeyValue("container", container)
        .addKeyValue("err", why)
        .log("Container execution errored");
  }

  void refusedByContract(Due<?> due, String text, boolean harmless) {
    reports.of(due, State.FAILED, text);
    of(WALLET, harmless ? Level.INFO : Level.ERROR, due).log(text);
  }

  void sent(Due<?> due, Word hash) {
    reports.of(due, State.SENT, "transaction " + hash);
    of(PROCESSOR, Level.INFO, due).addKeyValue("tx_hash", hash).log("Sent tx");
  }

  void delivered(Due<?> due, Receipt receipt) {
    reports.of(due, State.DELIVERED, "in block " + receipt.block());
    delivered.add(1);
    of(PROCESSOR, Level.INFO, due)
        .addKeyValue("block", receipt.block())
        .addKeyValue("tx_hash", receipt.transaction())
        .log("Delivered");
  }

  void waits(Due<?> due, String why) {
    reports.of(due, State.WAITING, why);
  }

  void gaveUp(Due<?> due, String why) {
    reports.of(due, State.GIVEN_UP, why);
  }

  void didNotSend(Due<?> due) {
    of(PROCESSOR, Level.INFO, due).log("Did not send tx");
  }

  void failedToSend(Due<?> due, String why) {
    reports.of(due, State.FAILED, why);
    failed.add(1);
    of(PROCESSOR, Level.ERROR, due).log("Failed to send tx " + why);
  }

  void evicted(Due<?> due, Word hash) {
    reports.of(due, State.FAILED, "the chain reverted transaction " + hash);
    reverted.add(1);
    of(PROCESSOR, Level.INFO, due).addKeyValue("tx_hash", hash).log("Evicted failed tx");
  }

  void distrusted(Reputation.Standing owner) {
    WALLET
        .atWarn()
        .addKeyValue("owner", owner.owner())
        .addKeyValue("reverted", owner.reverted())
        .addKeyValue("until", owner.until())
        .log("Deliveries to an owner are reverted, so that nothing of it is begun for a while");
  }

  void exhausted(Due<?> due, String why) {
    reports.of(due, State.GIVEN_UP, why);
    of(PROCESSOR, Level.ERROR, due).log("Subscription has exceeded the maximum number of attempts");
  }

  void lost(Due<?> due) {
    reports.of(due, State.TRACKED, "a reorganisation undid its delivery");
    of(PROCESSOR, Level.WARN, due).log("A reorganisation undid a delivery, so it is due again");
  }

  void broken(Due<?> due, Throwable failure) {
    reports.of(due, State.GIVEN_UP, "serving it failed; the node's log says how");
    of(PROCESSOR, Level.ERROR, due).setCause(failure).log("Serving a subscription failed");
  }

  private static LoggingEventBuilder of(Logger logger, Level level, Due<?> due) {
    return logger
        .atLevel(level)
        .addKeyValue("id", said(due.key()))
        .addKeyValue("interval", due.interval());
  }

  /** A number where it is one, also in a log of JSON. */
  private static Object said(SubscriptionKey key) {
    return switch (key) {
      case SubscriptionKey.OnChain(var id) -> id;
      case SubscriptionKey.Delegated signed -> signed;
    };
  }
}
