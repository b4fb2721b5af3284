package atoll.infernet;

import atoll.jobs.ServiceName;
import java.net.InetAddress;
import java.util.List;

/**
 * Where delegated subscriptions go that this node's rules let in; what is wrong with one is found,
 * and logged, afterwards (Infernet §4.7).
 */
@FunctionalInterface
public interface Delegations {
  /**
   * Returns when it is durable.
   *
   * @param services that its container id stands for, in order
   * @throws atoll.kernel.AtollException with {@code OVERLOADED} if too many wait, and if it cannot
   *     be made durable
   */
  void take(DelegatedSubscription subscription, List<ServiceName> services, InetAddress from);
}
