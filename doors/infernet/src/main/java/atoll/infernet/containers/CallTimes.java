package atoll.infernet.containers;

import atoll.infernet.config.ContainerConfig;
import atoll.jobs.ServiceName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long a call of each container may take, streams included (Infernet §9.12). */
public final class CallTimes {
  private static final Duration USUAL = Duration.ofSeconds(180); // A.6; streams: QUIRK-5

  private final Map<ServiceName, Duration> own = new HashMap<>();

  public CallTimes(List<ContainerConfig> containers) {
    for (var container : containers)
      container.timeout().ifPresent(time -> own.put(new ServiceName(container.id()), time));
  }

  Duration most(ServiceName service) {
    return own.getOrDefault(service, USUAL);
  }
}
