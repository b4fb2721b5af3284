package atoll.infernet;

import atoll.jobs.ServiceName;
import java.net.InetAddress;
import java.util.List;

/**
 * Where delegated subscriptions go that this node's rules let in. Never blocks long; what is wrong
 * with one is found, and logged, afterwards (Infernet §4.7).
 */
@FunctionalInterface
public interface Delegations {
  /**
   * @param services that its container id stands for, in order
   */
  void take(DelegatedSubscription subscription, List<ServiceName> services, InetAddress from);
}
