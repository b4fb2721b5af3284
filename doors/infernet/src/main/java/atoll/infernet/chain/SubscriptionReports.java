package atoll.infernet.chain;

import atoll.infernet.SubscriptionReport;
import atoll.infernet.SubscriptionReport.State;
import atoll.subscriptions.Due;
import atoll.subscriptions.SubscriptionKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The latest report of each subscription, of those that were reported last. In memory only. */
final class SubscriptionReports {
  private static final int MOST = 20_000;
  private static final int LONGEST = 500;

  private final InstantSource clock;
  private final Map<SubscriptionKey, SubscriptionReport> latest =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SubscriptionKey, SubscriptionReport> eldest) {
          return size() > MOST;
        }
      };

  SubscriptionReports(InstantSource clock) {
    this.clock = clock;
  }

  void of(SubscriptionKey key, State state, String reason) {
    of(key, state, 0, 0, reason);
  }

  void of(Due<?> due, State state, String reason) {
    of(due.key(), state, due.interval(), due.attempt(), reason);
  }

  private synchronized void of(
      SubscriptionKey key, State state, long interval, int attempt, String reason) {
    var told = reason.length() > LONGEST ? reason.substring(0, LONGEST) + "..." : reason;
    latest.remove(key); // so that it becomes the newest
    latest.put(
        key, new SubscriptionReport(key.text(), state, interval, attempt, told, clock.instant()));
  }

  /** The newest first. */
  synchronized List<SubscriptionReport> all() {
    return new ArrayList<>(latest.values()).reversed();
  }
}
