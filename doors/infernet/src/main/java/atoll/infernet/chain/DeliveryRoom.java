package atoll.infernet.chain;

import atoll.jobs.ServiceName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many deliveries are under way at once. Those that need a container whose calls are limited
 * may wait for it, and are no more than they leave room for others. Safe for any thread.
 */
final class DeliveryRoom {
  private final int most;
  private final Set<ServiceName> limited;
  private final Map<ServiceName, Integer> held = new HashMap<>();
  private int taken;

  /**
   * @param limited containers whose calls are
   */
  DeliveryRoom(int most, Set<ServiceName> limited) {
    this.most = most;
    this.limited = Set.copyOf(limited);
  }

  /**
   * @param services that the delivery goes through
   */
  synchronized boolean take(List<ServiceName> services) {
    if (taken == most) return false;
    for (var service : services)
      if (limited.contains(service) && !leavesAsMuch(service)) return false;
    change(services, 1);
    return true;
  }

  /** The first of a container does, whatever there is left. */
  private boolean leavesAsMuch(ServiceName service) {
    int mine = held.getOrDefault(service, 0);
    return mine == 0 || mine < most - taken;
  }

  synchronized void giveBack(List<ServiceName> services) {
    change(services, -1);
  }

  private void change(List<ServiceName> services, int more) {
    taken += more;
    for (var service : Set.copyOf(services))
      if (limited.contains(service)) held.merge(service, more, Integer::sum);
  }
}
