package atoll.infernet.containers;

import atoll.infernet.config.ContainerConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Gives each container a port of its own: the one it asks for, or else the first free one from 3999
 * down (Infernet §1.3).
 */
public final class PortAssignment {
  private static final int HIGHEST = 3999;

  private PortAssignment() {}

  public static List<ContainerConfig> assign(List<ContainerConfig> containers) {
    var taken = new HashSet<Integer>();
    var assigned = new ArrayList<ContainerConfig>();
    for (var container : containers) {
      int port = container.port();
      if (taken.contains(port)) {
        port = HIGHEST;
        while (taken.contains(port)) port--;
      }
      taken.add(port);
      assigned.add(port == container.port() ? container : container.onPort(port));
    }
    return assigned;
  }
}
