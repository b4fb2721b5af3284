package atoll.dms.behaviours;

import static atoll.dms.behaviours.DeploymentBehaviours.id;
import static atoll.dms.behaviours.DeploymentBehaviours.unknown;
import static atoll.dms.behaviours.Served.object;
import static atoll.dms.behaviours.Served.request;

import atoll.actor.Received;
import atoll.capability.Grant;
import atoll.dms.behaviours.Served.Failure;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.CanonicalJson;
import atoll.orchestrator.Deployments;
import atoll.orchestrator.machine.Deployment;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What only looks at deployments (DMS §4.5). */
record DeploymentViews(
    Deployments deployments,
    Supplier<Grant> own,
    Manifests manifests,
    OutputFolder output,
    OutputFetches fetches,
    InstantSource clock) {
  void serve(Served served) {
    served.on("/dms/node/deployment/list", Failure.LOWER_ERROR, this::list);
    served.on("/dms/node/deployment/status", Failure.ERROR, this::status);
    served.on("/dms/node/deployment/manifest", Failure.ERROR, this::manifest);
    served.on("/dms/node/deployment/info", Failure.LOWER_ERROR, this::info);
    served.on("/dms/node/deployment/logs", Failure.ERROR, this::logs);
    served.on("/dms/node/deployment/logs/async", Failure.ERROR, this::fetchLogs);
    served.on("/dms/node/deployment/logs/async/status", Failure.ERROR, this::fetchStatus);
    served.on("/dms/node/deployment/logs/async/stop", Failure.OK_ERROR, this::stopFetch);
  }

  /**
   * The oldest builds ask with nothing and want a map; later ones say which they want, in pages.
   */
  private CanonicalJson list(Received message) {
    var fields = request(message);
    var all = deployments.list(message.grant());
    if (ListQuery.isAsked(fields)) return ListQuery.read(fields, clock.instant()).answer(all);
    var json = object().name("Deployments").beginObject();
    all.forEach(
        deployment -> json.name(deployment.id().value()).value(deployment.status().wireName()));
    return json.endObject().endObject();
  }

  private CanonicalJson status(Received message) {
    var deployment = find(message, "ID");
    var why = deployment.failure().map(Deployment.Failure::message).orElse("");
    return object()
        .name("Status")
        .value(deployment.status().wireName())
        .name("Error")
        .value(why)
        .endObject();
  }

  private CanonicalJson manifest(Received message) {
    var json = object().name("Manifest");
    manifests.write(json, find(message, "ID"));
    return json.name("Error").value("").endObject();
  }

  private CanonicalJson info(Received message) throws InterruptedException {
    var fields = request(message);
    var deployment = find(message, "id");
    var wanted = fields.texts("allocation_names");
    var json =
        object()
            .name("id")
            .value(deployment.id().value())
            .name("status")
            .value(deployment.status().wireName());
    json.name("error").value(deployment.failure().map(Deployment.Failure::message).orElse(""));
    manifests.write(json.name("manifest"), deployment);
    json.name("allocations").beginObject();
    for (var state : deployment.allocations()) {
      var name = state.id().manifestKey();
      if (!wanted.isEmpty()
          && !wanted.contains(name)
          && !wanted.contains(state.id().allocation().value())) continue;
      json.name(name).beginObject().name("allocation_id").value(state.id().value());
      json.name("status")
          .value(state.status().wireName())
          .name("has_health_check")
          .value(state.healthy().isPresent());
      state
          .healthy()
          .ifPresent(healthy ->
              json.name("health")
                  .beginObject()
                  .name("Healthy")
                  .value(healthy.booleanValue())
                  .endObject());
      if (fields.truth("include_logs")) writeLogs(json, deployment, name);
      json.endObject();
    }
    return json.endObject().endObject();
  }

  private void writeLogs(CanonicalJson json, Deployment deployment, String allocation)
      throws InterruptedException {
    json.name("logs").beginObject();
    try {
      var folder = output.fetch(deployments, own.get(), deployment.id(), allocation);
      json.name("stdout_path").value(folder.resolve("stdout.log").toString());
      json.name("stderr_path").value(folder.resolve("stderr.log").toString());
      json.name("logs_written_to").value(folder.toString()).name("error").value("");
    } catch (AtollException e) {
      json.name("error").value(String.valueOf(e.getMessage()));
    }
    json.endObject();
  }

  private CanonicalJson logs(Received message) throws InterruptedException {
    var deployment = find(message, "EnsembleID");
    var folder =
        output.fetch(
            deployments, message.grant(), deployment.id(), allocation(message, deployment));
    return writtenTo(object(), folder.toString(), "");
  }

  private static CanonicalJson writtenTo(CanonicalJson json, String folder, String error) {
    return json.name("LogsWrittenTo").value(folder).name("Error").value(error).endObject();
  }

  /**
   * The original leaves the members open; ours are a name to ask by, and what {@code logs} says.
   */
  private CanonicalJson fetchLogs(Received message) {
    var deployment = find(message, "EnsembleID");
    var name = allocation(message, deployment);
    var grant = own.get();
    var fetch =
        fetches.begin(
            message.grant().principal(),
            () -> output.fetch(deployments, grant, deployment.id(), name));
    return writtenTo(
        object().name("RequestID").value(fetch).name("Status").value("running"), "", "");
  }

  private CanonicalJson fetchStatus(Received message) throws InterruptedException {
    var fetch = request(message).text("RequestID");
    var json = object().name("RequestID").value(fetch).name("Status");
    return switch (fetches.state(message.grant().principal(), fetch)) {
      case OutputFetches.State.Running() -> writtenTo(json.value("running"), "", "");
      case OutputFetches.State.Done(var folder) ->
          writtenTo(json.value("completed"), folder.toString(), "");
      case OutputFetches.State.Failed(var why) -> writtenTo(json.value("failed"), "", why);
      case OutputFetches.State.Stopped() -> writtenTo(json.value("stopped"), "", "");
    };
  }

  private CanonicalJson stopFetch(Received message) {
    fetches.stop(message.grant().principal(), request(message).text("RequestID"));
    return object().name("OK").value(true).name("Error").value("").endObject();
  }

  /** The allocation that a request names, by its manifest key. */
  private static String allocation(Received message, Deployment deployment) {
    var asked = request(message).text("AllocationName");
    return deployment.allocations().stream()
        .map(state -> state.id())
        .filter(id ->
            id.value().equals(asked)
                || id.manifestKey().equals(asked)
                || id.allocation().value().equals(asked))
        .findFirst()
        .orElseThrow(() ->
            new AtollException(
                ErrorCode.NOT_FOUND,
                "deployment " + deployment.id() + " has no allocation " + asked))
        .manifestKey();
  }

  private Deployment find(Received message, String member) {
    var id = id(request(message), member);
    return deployments.find(own.get(), id).orElseThrow(() -> unknown(id));
  }
}
