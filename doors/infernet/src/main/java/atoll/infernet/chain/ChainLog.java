package atoll.infernet.chain;

import atoll.chain.Word;
import atoll.subscriptions.Due;
import atoll.subscriptions.SubscriptionKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is told of the chain's work. The words, and their order, are the original's: operators and
 * suites search for them (Infernet §7).
 */
final class ChainLog {
  private static final Logger LISTENER = LoggerFactory.getLogger("chain.listener");
  private static final Logger PROCESSOR = LoggerFactory.getLogger("chain.processor");
  private static final Logger CHECKER = LoggerFactory.getLogger("chain.wallet_checker");
  private static final Logger WALLET = LoggerFactory.getLogger("chain.wallet");

  private ChainLog() {}

  static void syncing(long from, long to, long head) {
    LISTENER.info("Started snapshot sync from={} to={} head={}", from, to - 1, head);
  }

  static void synced(long lastId, long head) {
    LISTENER.info("Finished snapshot sync id={} head={}", lastId, head);
  }

  static void reorganised(long block) {
    LISTENER.warn("The chain was reorganised, reading again after block={}", block);
  }

  static void relayed(long id) {
    LISTENER.info("Relayed subscription creation id={}", id);
  }

  static void ignored(long id, String why) {
    LISTENER.info("Ignored subscription creation id={} err={}", id, why);
  }

  static void unreadable(long id, String why) {
    LISTENER.warn("Subscription cannot be read id={} err={}", id, why);
  }

  static void trouble(String what, String why) {
    LISTENER.warn("{}: {}; it goes on when the chain answers again", what, why);
  }

  static void tracked(SubscriptionKey key) {
    switch (key) {
      case SubscriptionKey.OnChain(var id) -> PROCESSOR.info("Tracked new subscription! id={}", id);
      case SubscriptionKey.Delegated signed ->
          PROCESSOR.info("Tracked new delegate subscription id={}", signed);
    }
  }

  static void mismatch(SubscriptionKey key, String why) {
    PROCESSOR.error("Subscription signer mismatch id={} err={}", key, why);
  }

  static void dropped(SubscriptionKey key, String why) {
    PROCESSOR.info("{} id={}", why, key);
    PROCESSOR.info("Stopped tracking subscription: {}", key);
  }

  static void processing(Due<?> due) {
    PROCESSOR.info(
        "Processing subscription id={} interval={} attempt={}",
        due.key(),
        due.interval(),
        due.attempt());
  }

  static void skipped(SubscriptionKey key, String why) {
    CHECKER.warn("Skipping subscription: {}: {}", key, why);
  }

  static void computed(Due<?> due) {
    PROCESSOR.info("Container execution succeeded id={} interval={}", due.key(), due.interval());
  }

  static void notComputed(Due<?> due, String container, String why) {
    PROCESSOR.error(
        "Container execution errored id={} interval={} container={} err={}",
        due.key(),
        due.interval(),
        container,
        why);
  }

  static void refusedByContract(Due<?> due, String text, boolean harmless) {
    if (harmless) WALLET.info("{} id={} interval={}", text, due.key(), due.interval());
    else WALLET.error("{} id={} interval={}", text, due.key(), due.interval());
  }

  static void sent(Due<?> due, Word hash) {
    PROCESSOR.info("Sent tx id={} interval={} tx_hash={}", due.key(), due.interval(), hash);
  }

  static void delivered(Due<?> due, long block) {
    PROCESSOR.info("Delivered id={} interval={} block={}", due.key(), due.interval(), block);
  }

  static void didNotSend(Due<?> due) {
    PROCESSOR.info("Did not send tx id={} interval={}", due.key(), due.interval());
  }

  static void failedToSend(Due<?> due, String why) {
    PROCESSOR.error("Failed to send tx {} id={} interval={}", why, due.key(), due.interval());
  }

  static void evicted(Due<?> due, Word hash) {
    PROCESSOR.info(
        "Evicted failed tx id={} interval={} tx_hash={}", due.key(), due.interval(), hash);
  }

  static void exhausted(Due<?> due) {
    PROCESSOR.error(
        "Subscription has exceeded the maximum number of attempts id={} interval={}",
        due.key(),
        due.interval());
  }

  static void lost(Due<?> due) {
    PROCESSOR.warn(
        "A reorganisation undid a delivery, so it is due again id={} interval={}",
        due.key(),
        due.interval());
  }

  static void broken(Due<?> due, Throwable failure) {
    PROCESSOR.error("Serving id={} interval={}", due.key(), due.interval(), failure);
  }
}
