package atoll.infernet.config;

import atoll.jobs.Network;
import atoll.kernel.tls.TlsFiles;
import java.util.List;
import java.util.Optional;

/**
 * @param trustedProxies whose word counts on whom they speak for; ours, the original has none
 * @param apiKeys of which callers must show one; anybody is answered if there are none; ours
 * @param tls what the node's own port shows; it is in clear without; ours
 */
public record ServerConfig(
    int port,
    RateLimit rateLimit,
    List<Network> trustedProxies,
    List<ApiKey> apiKeys,
    Optional<TlsFiles> tls) {
  public ServerConfig {
    trustedProxies = List.copyOf(trustedProxies);
    apiKeys = List.copyOf(apiKeys);
    if (port < 0 || port > 65_535)
      throw new IllegalArgumentException("port is not between 0 and 65535: " + port);
  }
}
