package atoll.infernet;

import atoll.infernet.config.ContainerConfig;
import atoll.jobs.ServiceName;
import atoll.kernel.Ticker;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How often each client may ask for each container (Infernet §1.3). Safe for any thread. */
final class ContainerLimits {
  private final Map<ServiceName, RateLimiter> limits = new HashMap<>();

  ContainerLimits(List<ContainerConfig> containers, Ticker ticker) {
    for (var container : containers)
      container
          .rateLimit()
          .ifPresent(
              limit -> limits.put(new ServiceName(container.id()), new RateLimiter(limit, ticker)));
  }

  /** Asks for all of them; the first that rejects, if one does. */
  Optional<RateLimiter.Verdict> ask(List<ServiceName> services, InetAddress from) {
    for (var service : services) {
      var limiter = limits.get(service);
      if (limiter == null) continue;
      var verdict = limiter.ask(service.value(), from);
      if (verdict.isRejection()) return Optional.of(verdict);
    }
    return Optional.empty();
  }
}
