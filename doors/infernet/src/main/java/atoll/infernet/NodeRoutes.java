package atoll.infernet;

import static atoll.infernet.Answers.json;
import static atoll.infernet.Answers.object;

import atoll.infernet.config.InfernetConfig;
import atoll.infernet.containers.ServiceResources;
import atoll.infernet.operations.PendingJobs;
import atoll.web.Request;
import atoll.web.Response;
import java.util.Set;
import java.util.function.Supplier;

/** Tells of the node: that it lives, what it has, what it can (Infernet §2.1 to §2.3). */
final class NodeRoutes {
  private static final Response HEALTHY = json(200, object().put("status", "healthy"));

  private final InfernetConfig config;
  private final Supplier<Set<String>> running;
  private final ServiceResources resources;
  private final PendingJobs pending;
  private final String address;
  private final String version;

  /**
   * @param running ids of containers that do
   * @param address of the node on the chain; empty if it has none
   */
  NodeRoutes(
      InfernetConfig config,
      Supplier<Set<String>> running,
      ServiceResources resources,
      PendingJobs pending,
      String address,
      String version) {
    this.config = config;
    this.running = running;
    this.resources = resources;
    this.pending = pending;
    this.address = address;
    this.version = version;
  }

  Response health(Request request) {
    return HEALTHY;
  }

  Response info(Request request) {
    var info = object();
    info.putObject("chain").put("enabled", config.chain().enabled()).put("address", address);
    var containers = info.putArray("containers");
    var up = running.get();
    for (var container : config.containers())
      if (up.contains(container.id()))
        containers
            .addObject()
            .put("id", container.id())
            .put("description", container.description())
            .put("external", container.external())
            .put("image", container.image());
    info.putObject("pending").put("offchain", pending.offChain()).put("onchain", pending.onChain());
    return json(200, info.put("version", version));
  }

  Response resources(Request request) throws InterruptedException {
    var modelId = LaxQuery.first(request, "model_id").orElse("");
    var answer = object();
    resources.of(modelId).forEach((service, said) -> answer.set(service.value(), said));
    return json(200, answer);
  }
}
