package atoll.infernet;

import atoll.jobs.Client;
import atoll.jobs.Network;
import atoll.web.Request;
import java.net.InetAddress;
import java.util.List;

/**
 * Who asks: the address of the connection, or the one that a trusted proxy speaks for. Nobody
 * else's {@code X-Forwarded-For} counts (QUIRK-6); a proxy may add a line of its own below a
 * client's, so all lines are one list, read from its end.
 */
record Callers(List<Network> trustedProxies) {
  InetAddress address(Request request) {
    var peer = request.peer();
    if (!isTrusted(peer)) return peer;
    var hops = String.join(",", request.headers("X-Forwarded-For")).split(",", -1);
    for (int i = hops.length - 1; i >= 0; i--) {
      InetAddress hop;
      try {
        hop = InetAddress.ofLiteral(hops[i].strip());
      } catch (IllegalArgumentException _) {
        return peer;
      }
      peer = hop;
      if (!isTrusted(hop)) return hop;
    }
    return peer;
  }

  static String text(InetAddress address) {
    var text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  static Client client(InetAddress address) {
    return new Client(text(address));
  }

  private boolean isTrusted(InetAddress peer) {
    return trustedProxies.stream().anyMatch(network -> network.contains(peer));
  }
}
