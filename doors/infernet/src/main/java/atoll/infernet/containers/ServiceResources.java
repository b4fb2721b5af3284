package atoll.infernet.containers;

import atoll.actor.Dispatcher;
import atoll.infernet.json.PythonJson;
import atoll.jobs.ServiceName;
import atoll.kernel.json.MalformedJsonException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Asks every container what it has (Infernet §2.3); one that does not say it in time is left out.
 */
public final class ServiceResources {
  private static final Logger LOG = LoggerFactory.getLogger("orchestration.orchestrator");

  /** Clients wait for a second. */
  private static final Duration PATIENCE = Duration.ofMillis(800);

  private static final ContainerCalls.Reader<byte[]> WHOLE = ContainerCalls.upTo(1 << 20);

  private static final ContainerCalls.Reader<byte[]> READER =
      (status, body) -> {
        if (status >= 400) throw new IOException("it answered with status " + status);
        return WHOLE.read(status, body);
      };

  private final ServiceAddresses addresses;
  private final ContainerCalls calls;
  private final Dispatcher dispatcher;

  public ServiceResources(ServiceAddresses addresses, ContainerCalls calls, Dispatcher dispatcher) {
    this.addresses = addresses;
    this.calls = calls;
    this.dispatcher = dispatcher;
  }

  /**
   * Blocks for less than a second.
   *
   * @param modelId empty for all there is
   */
  public Map<ServiceName, JsonNode> of(String modelId) throws InterruptedException {
    var services = addresses.services();
    var said = new ConcurrentHashMap<ServiceName, JsonNode>();
    var open = new CountDownLatch(services.size());
    for (var service : services)
      dispatcher.execute(() -> {
        try {
          ask(service, modelId).ifPresent(answer -> said.put(service, answer));
        } finally {
          open.countDown();
        }
      });
    var _ = open.await(PATIENCE.toMillis() + 100, TimeUnit.MILLISECONDS);
    var inOrder = new LinkedHashMap<ServiceName, JsonNode>();
    for (var service : services) {
      var answer = said.get(service);
      if (answer != null) inOrder.put(service, answer);
    }
    return inOrder;
  }

  private Optional<JsonNode> ask(ServiceName service, String modelId) {
    try {
      return switch (calls.get(addresses.resources(service, modelId), PATIENCE, READER)) {
        case ContainerCalls.Outcome.Answered<byte[]>(var type, var body)
            when ContainerWorker.isJson(type) ->
            Optional.of(PythonJson.read(body));
        case ContainerCalls.Outcome.Answered<byte[]> _ ->
            missing(service, "its answer is not JSON");
        case ContainerCalls.Outcome.Unreached<byte[]>(var why) -> missing(service, why);
        case ContainerCalls.Outcome.Broken<byte[]>(var why) -> missing(service, why);
        case ContainerCalls.Outcome.Late<byte[]>() -> missing(service, "it did not say it in time");
      };
    } catch (MalformedJsonException e) {
      return missing(service, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<JsonNode> missing(ServiceName service, String why) {
    LOG.warn("Could not get resources of container {}: {}", service, why);
    return Optional.empty();
  }
}
