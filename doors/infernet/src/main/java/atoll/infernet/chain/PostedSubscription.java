package atoll.infernet.chain;

import atoll.infernet.DelegatedSubscription;
import atoll.jobs.ServiceName;
import atoll.subscriptions.SubscriptionKey;
import java.time.Instant;
import java.util.List;

/**
 * A delegated subscription as it was posted.
 *
 * @param services that its container id stands for, in order
 * @param at when it was posted, to the millisecond
 */
record PostedSubscription(
    DelegatedSubscription subscription, List<ServiceName> services, Instant at) {
  PostedSubscription {
    services = List.copyOf(services);
  }

  SubscriptionKey.Delegated key() {
    return new SubscriptionKey.Delegated(
        subscription.terms().owner(), subscription.signature().nonce());
  }
}
