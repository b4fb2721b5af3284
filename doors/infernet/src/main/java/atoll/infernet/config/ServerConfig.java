package atoll.infernet.config;

import atoll.jobs.Network;
import java.util.List;

/**
 * @param trustedProxies whose word counts on whom they speak for; ours, the original has none
 * @param apiKeys of which callers must show one; anybody is answered if there are none; ours
 */
public record ServerConfig(
    int port, RateLimit rateLimit, List<Network> trustedProxies, List<ApiKey> apiKeys) {
  public ServerConfig {
    trustedProxies = List.copyOf(trustedProxies);
    apiKeys = List.copyOf(apiKeys);
    if (port < 0 || port > 65_535)
      throw new IllegalArgumentException("port is not between 0 and 65535: " + port);
  }
}
