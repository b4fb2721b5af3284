package atoll.infernet.containers;

import atoll.infernet.config.ContainerConfig;
import atoll.jobs.ServiceName;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where each container is served, and what opens it (Infernet §1.3, §3.1). */
public final class ServiceAddresses {
  private final Map<ServiceName, ContainerConfig> containers = new LinkedHashMap<>();
  private final Map<ServiceName, ServiceAddress> outputs = new HashMap<>();
  private final Map<String, String> environment;

  /**
   * @param containers with the ports that they really have
   */
  public ServiceAddresses(List<ContainerConfig> containers, Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    for (var container : containers) {
      var service = new ServiceName(container.id());
      this.containers.put(service, container);
      outputs.put(service, address(container, "/service_output"));
    }
  }

  List<ServiceName> services() {
    return List.copyOf(containers.keySet());
  }

  /** Where {@code service} is asked to do something. */
  ServiceAddress output(ServiceName service) {
    var address = outputs.get(service);
    if (address == null) throw new IllegalArgumentException("no container is called " + service);
    return address;
  }

  /** Where {@code service}, which has a path for it, is asked whether it is well. */
  ServiceAddress health(ServiceName service) {
    var container = container(service);
    return address(container, container.health().orElseThrow());
  }

  private ContainerConfig container(ServiceName service) {
    var container = containers.get(service);
    if (container == null) throw new IllegalArgumentException("no container is called " + service);
    return container;
  }

  /**
   * Where {@code service} is asked what it has.
   *
   * @param modelId empty for all there is
   */
  ServiceAddress resources(ServiceName service, String modelId) {
    var query =
        modelId.isEmpty()
            ? ""
            : "?model_id=" + URLEncoder.encode(modelId, StandardCharsets.UTF_8).replace("+", "%20");
    return address(container(service), "/service-resources" + query);
  }

  private ServiceAddress address(ContainerConfig container, String path) {
    return new ServiceAddress(URI.create(base(container, environment) + path), container.bearer());
  }

  /** Where {@code container}, which has its real port, is served, seen from this process. */
  public static URI base(ContainerConfig container, Map<String, String> environment) {
    if (!container.url().isEmpty()) return URI.create(container.url());
    var host = "docker".equals(environment.get("RUNTIME")) ? "host.docker.internal" : "localhost";
    return URI.create("http://" + host + ":" + container.port());
  }
}
