package atoll.jobs;

import java.net.InetAddress;
import java.util.List;

/**
 * What a service is there for.
 *
 * @param external whether it may be the first of a chain
 * @param clients who may use it; empty means everyone
 */
public record ServiceOffer(
    ServiceName name, boolean external, boolean generatesProofs, List<Network> clients) {
  public ServiceOffer {
    clients = List.copyOf(clients);
  }

  boolean admits(InetAddress client) {
    return clients.isEmpty() || clients.stream().anyMatch(network -> network.contains(client));
  }
}
