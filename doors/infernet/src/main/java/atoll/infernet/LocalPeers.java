package atoll.infernet;

import atoll.jobs.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** Who is near a node: its own machine, and what runs there in containers. */
final class LocalPeers {
  /** Of Docker's first bridges. */
  private static final List<Network> CONTAINERS =
      networks("172.17.0.0/16", "172.18.0.0/16", "172.19.0.0/16");

  private static final List<Network> REPORTING = networks("127.0.0.1", "::1", "192.168.0.0/16");

  private LocalPeers() {}

  private static List<Network> networks(String... blocks) {
    return Stream.of(blocks).map(Network::parse).toList();
  }

  /** Who may say what became of a job, as the original has it (Infernet §2.7). */
  static boolean mayReport(InetAddress caller) {
    return isIn(REPORTING, caller) || isContainer(caller);
  }

  /**
   * Who is told of the node itself: not a whole network that others may be in, too.
   *
   * @param reached the address of this machine that was asked
   */
  static boolean mayLookIn(InetAddress caller, InetAddress reached) {
    return caller.isLoopbackAddress() || caller.equals(reached) || isContainer(caller);
  }

  static boolean isContainer(InetAddress caller) {
    return isIn(CONTAINERS, caller);
  }

  private static boolean isIn(List<Network> networks, InetAddress caller) {
    return networks.stream().anyMatch(network -> network.contains(caller));
  }
}
