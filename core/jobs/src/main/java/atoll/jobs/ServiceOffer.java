package atoll.jobs;

import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a service is there for.
 *
 * @param external whether it may be the first of a chain
 * @param clients who may use it; empty means everyone
 * @param mostCalls that it is given at once, streams included; further ones wait. Empty means as
 *     many as any service is given, and streams beside them
 */
public record ServiceOffer(
    ServiceName name,
    boolean external,
    boolean generatesProofs,
    List<Network> clients,
    OptionalInt mostCalls) {
  public ServiceOffer {
    if (mostCalls.isPresent() && mostCalls.getAsInt() < 1)
      throw new IllegalArgumentException("it could never be called: " + mostCalls.getAsInt());
    clients = List.copyOf(clients);
  }

  boolean admits(InetAddress client) {
    return clients.isEmpty() || clients.stream().anyMatch(network -> network.contains(client));
  }
}
