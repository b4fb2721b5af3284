package atoll.infernet.config;

import atoll.jobs.Network;
import java.util.List;

/**
 * @param trustedProxies whose word counts on whom they speak for; ours, the original has none
 */
public record ServerConfig(int port, RateLimit rateLimit, List<Network> trustedProxies) {
  public ServerConfig {
    trustedProxies = List.copyOf(trustedProxies);
    if (port < 0 || port > 65_535)
      throw new IllegalArgumentException("port is not between 0 and 65535: " + port);
  }
}
