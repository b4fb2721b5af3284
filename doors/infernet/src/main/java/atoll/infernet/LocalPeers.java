package atoll.infernet;

import atoll.jobs.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** Where a node's own machine and its containers call from (Infernet §2.7). */
final class LocalPeers {
  private static final List<Network> NETWORKS =
      Stream.of(
              "127.0.0.1",
              "::1",
              "172.17.0.0/16",
              "172.18.0.0/16",
              "172.19.0.0/16",
              "192.168.0.0/16")
          .map(Network::parse)
          .toList();

  private LocalPeers() {}

  static boolean contain(InetAddress peer) {
    return NETWORKS.stream().anyMatch(network -> network.contains(peer));
  }
}
