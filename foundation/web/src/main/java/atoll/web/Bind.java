package atoll.web;

import atoll.kernel.tls.TlsFiles;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where a server listens, and which browsers' pages it answers.
 *
 * @param port 0 takes any free one
 * @param hosts names under which it is known besides its address; on a loopback address a request
 *     that names any other is refused, so that no stranger's name can be made to point here (DNS
 *     rebinding)
 * @param origins of pages from elsewhere that may call it; every other page is refused
 * @param tls what it shows to callers, who then have to speak TLS; in clear without
 */
public record Bind(
    InetAddress address, int port, Set<String> hosts, Set<String> origins, Optional<TlsFiles> tls) {
  public Bind {
    if (port < 0 || port > 65_535)
      throw new IllegalArgumentException("port is not between 0 and 65535: " + port);
    hosts = Set.copyOf(hosts);
    origins = Set.copyOf(origins);
  }

  /** In clear. */
  public Bind(InetAddress address, int port, Set<String> hosts, Set<String> origins) {
    this(address, port, hosts, origins, Optional.empty());
  }

  public static Bind loopback(int port) {
    return new Bind(InetAddress.ofLiteral("127.0.0.1"), port, Set.of(), Set.of());
  }

  public Bind withOrigins(Set<String> allowed) {
    return new Bind(address, port, hosts, allowed, tls);
  }

  public Bind withTls(Optional<TlsFiles> files) {
    return new Bind(address, port, hosts, origins, files);
  }

  /** Whether a request may name this host; the port in it does not matter. */
  boolean isKnownAs(String hostHeader) {
    if (!address.isLoopbackAddress()) return true;
    var name = hostHeader.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
        || hosts.contains(name);
  }

  /** Whether a page may call this server: one of its own, or one of an allowed origin. */
  boolean admits(String origin, String hostHeader) {
    var own = (tls.isPresent() ? "https://" : "http://") + hostHeader;
    return origins.contains(origin) || origin.equalsIgnoreCase(own);
  }
}
