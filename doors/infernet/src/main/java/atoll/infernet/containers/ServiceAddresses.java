package atoll.infernet.containers;

import atoll.infernet.config.ContainerConfig;
import atoll.jobs.ServiceName;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where each container is served, and what opens it (Infernet §1.3, §3.1). */
public final class ServiceAddresses {
  private final Map<ServiceName, ContainerConfig> containers = new LinkedHashMap<>();
  private final String host;

  /**
   * @param containers with the ports that they really have
   */
  public ServiceAddresses(List<ContainerConfig> containers, Map<String, String> environment) {
    for (var container : containers)
      this.containers.put(new ServiceName(container.id()), container);
    this.host = "docker".equals(environment.get("RUNTIME")) ? "host.docker.internal" : "localhost";
  }

  List<ServiceName> services() {
    return List.copyOf(containers.keySet());
  }

  /** What {@code service} is asked to do something by. */
  HttpRequest.Builder output(ServiceName service) {
    return request(service, "/service_output").header("Content-Type", "application/json");
  }

  /**
   * @param modelId empty for all there is
   */
  HttpRequest.Builder resources(ServiceName service, String modelId) {
    var query =
        modelId.isEmpty()
            ? ""
            : "?model_id=" + URLEncoder.encode(modelId, StandardCharsets.UTF_8).replace("+", "%20");
    return request(service, "/service-resources" + query);
  }

  private HttpRequest.Builder request(ServiceName service, String path) {
    var container = containers.get(service);
    if (container == null) throw new IllegalArgumentException("no container is called " + service);
    var base =
        container.url().isEmpty() ? "http://" + host + ":" + container.port() : container.url();
    var request = HttpRequest.newBuilder(URI.create(base + path));
    return container.bearer().isEmpty()
        ? request
        : request.header("Authorization", "Bearer " + container.bearer());
  }
}
