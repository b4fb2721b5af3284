package atoll.ensemble;

import atoll.ensemble.AllocationSpec.KeyRef;
import atoll.kernel.GpuDemand;
import atoll.kernel.Location;
import atoll.kernel.ResourceDemand;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the wire form (DMS §6, names of its tables). What is empty or absent is left out; what a
 * stranger may have another default for is always there.
 */
final class WireWriter {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  ObjectNode envelope(Ensemble ensemble) {
    var v1 = JSON.objectNode();
    put(v1, "allocations", map(ensemble.allocations(), a -> allocation(a, ensemble.keys())));
    put(v1, "nodes", map(ensemble.nodes(), this::node));
    put(v1, "edges", list(ensemble.edges(), this::edge));
    ensemble.supervisor().ifPresent(s -> v1.set("supervisor", supervisor(s)));
    put(v1, "keys", map(ensemble.keys(), JSON::stringNode));
    put(v1, "scripts", map(ensemble.scripts(), s -> base64(s.contents())));
    v1.putObject("subnet").put("join", ensemble.joinSubnet());
    put(v1, "exclude_peers", list(ensemble.excludedPeers(), JSON::stringNode));
    put(v1, "metadata", map(ensemble.metadata(), JSON::stringNode));
    put(
        v1,
        "contracts",
        map(
            ensemble.contracts(),
            c -> JSON.objectNode().put("did", c.did()).put("host", c.host())));
    v1.put("escalation_strategy", WireNames.of(ensemble.escalation()));
    var envelope = JSON.objectNode();
    envelope.set("v1", v1);
    return envelope;
  }

  private ObjectNode allocation(AllocationSpec spec, Map<String, String> keys) {
    var json =
        JSON.objectNode()
            .put("executor", spec.executor().wireName())
            .put("type", WireNames.of(spec.type()));
    json.set("resources", resources(spec.resources()));
    json.set("execution", execution(spec.execution()));
    json.put("dns_name", spec.dnsName());
    put(json, "keys", list(spec.keys(), k -> key(k, keys)));
    put(json, "provision", list(spec.provision(), JSON::stringNode));
    spec.healthCheck().ifPresent(h -> json.set("healthcheck", healthCheck(h)));
    put(json, "volume", volumes(spec.volumes()));
    json.put("failure_recovery", WireNames.of(spec.failureRecovery()));
    put(json, "depends_on", list(spec.dependsOn(), d -> JSON.stringNode(d.value())));
    return json;
  }

  ObjectNode resources(ResourceDemand demand) {
    var json = JSON.objectNode();
    var cores = demand.cpu().cores();
    var cpu = json.putObject("cpu");
    if (cores.scale() <= 0) cpu.put("cores", cores.longValueExact());
    else cpu.put("cores", cores);
    if (demand.clockHertz() > 0) cpu.put("clock_speed", demand.clockHertz());
    demand.architecture().ifPresent(a -> cpu.put("architecture", a));
    json.putObject("ram").put("size", demand.memory().bytes());
    json.putObject("disk").put("size", demand.disk().bytes());
    put(json, "gpus", list(demand.gpus(), WireWriter::gpu));
    return json;
  }

  private static ObjectNode gpu(GpuDemand gpu) {
    var json = JSON.objectNode();
    gpu.vendor().ifPresent(v -> json.put("vendor", v.wireName()));
    gpu.model().ifPresent(m -> json.put("model", m));
    return json.put("vram", gpu.vram().bytes());
  }

  ObjectNode execution(Execution execution) {
    var json = JSON.objectNode().put("type", execution.kind().wireName());
    var params =
        switch (execution) {
          case Execution.Docker docker -> docker(docker);
          case Execution.Wasm wasm -> wasm(wasm);
          case Execution.Firecracker vm -> firecracker(vm);
          case Execution.Null() -> JSON.objectNode();
        };
    put(json, "params", params);
    return json;
  }

  private static ObjectNode docker(Execution.Docker docker) {
    var json = JSON.objectNode().put("image", docker.image());
    docker.entrypoint().ifPresent(e -> json.set("entrypoint", list(e, JSON::stringNode)));
    docker.command().ifPresent(c -> json.set("cmd", list(c, JSON::stringNode)));
    put(json, "environment", environment(docker.environment()));
    docker.workingDirectory().ifPresent(w -> json.put("working_directory", w));
    if (docker.privileged()) json.put("privileged", true);
    docker
        .login()
        .ifPresent(l ->
            json.putObject("registry_auth")
                .put("username", l.username())
                .put("password", l.password()));
    if (docker.restartPolicy() != Execution.RestartPolicy.NO)
      json.put("restart_policy", WireNames.of(docker.restartPolicy()));
    return json;
  }

  private static ObjectNode wasm(Execution.Wasm wasm) {
    var json = JSON.objectNode();
    json.set(
        "module",
        switch (wasm.module()) {
          case Execution.Module.Inline(var bytes) -> base64(bytes);
          case Execution.Module.Remote(var url, var sha256) ->
              JSON.stringNode(url + "#sha256=" + sha256);
        });
    put(json, "args", list(wasm.arguments(), JSON::stringNode));
    put(json, "environment", environment(wasm.environment()));
    return json;
  }

  private static ObjectNode firecracker(Execution.Firecracker vm) {
    var json =
        JSON.objectNode()
            .put("kernel_image", vm.kernelImage())
            .put("root_file_system", vm.rootFileSystem());
    vm.kernelArguments().ifPresent(a -> json.put("kernel_args", a));
    vm.initrd().ifPresent(i -> json.put("initrd", i));
    vm.metadata().ifPresent(m -> json.put("mmds_message", m));
    return json;
  }

  /** v0.5 knows names only, so a name is written wherever it says all. */
  private static JsonNode key(KeyRef ref, Map<String, String> keys) {
    if (ref.equals(KeyRing.byName(ref.name(), keys.getOrDefault(ref.name(), ""))))
      return JSON.stringNode(ref.name());
    return JSON.objectNode()
        .put("type", ref.type())
        .put("name", ref.name())
        .put("dest", ref.destination());
  }

  ObjectNode healthCheck(HealthCheck check) {
    var json = JSON.objectNode();
    Optional<String> expected =
        switch (check.probe()) {
          case HealthCheck.Probe.Command(var argv, var response) -> {
            json.put("type", "command");
            json.set("exec", list(argv, JSON::stringNode));
            yield response;
          }
          case HealthCheck.Probe.Http(var endpoint, var response) -> {
            json.put("type", "http").put("endpoint", endpoint);
            yield response;
          }
          case HealthCheck.Probe.Tcp(var port) -> {
            json.put("type", "tcp").put("port", port);
            yield Optional.empty();
          }
        };
    expected.ifPresent(v -> json.putObject("response").put("type", "string").put("value", v));
    json.put("interval", GoDuration.format(check.interval()));
    if (!check.timeout().equals(HealthCheck.DEFAULT_TIMEOUT))
      json.put("timeout", GoDuration.format(check.timeout()));
    if (check.initialDelay().isPositive())
      json.put("initial_delay", GoDuration.format(check.initialDelay()));
    if (check.failureThreshold() != HealthCheck.DEFAULT_FAILURE_THRESHOLD)
      json.put("failure_threshold", check.failureThreshold());
    if (check.successThreshold() != HealthCheck.DEFAULT_SUCCESS_THRESHOLD)
      json.put("success_threshold", check.successThreshold());
    return json;
  }

  ArrayNode volumes(List<VolumeSpec> volumes) {
    return list(
        volumes,
        volume ->
            switch (volume) {
              case VolumeSpec.Local(var source, var destination, var readOnly) -> {
                var json =
                    JSON.objectNode()
                        .put("type", "local")
                        .put("src", source)
                        .put("mount_destination", destination);
                yield readOnly ? json.put("read_only", true) : json;
              }
            });
  }

  private ObjectNode node(NodeSpec node) {
    var json = JSON.objectNode();
    json.set("allocations", list(node.allocations(), a -> JSON.stringNode(a.value())));
    put(
        json,
        "ports",
        list(
            node.ports(),
            p ->
                JSON.objectNode()
                    .put("public", p.publicPort())
                    .put("private", p.privatePort())
                    .put("allocation", p.allocation().value())));
    put(json, "location", locationRule(node.location()));
    node.peer().ifPresent(p -> json.put("peer", p));
    if (node.redundancy() > 0) json.put("redundancy", node.redundancy());
    return json.put("failure_recovery", WireNames.of(node.failureRecovery()));
  }

  ObjectNode locationRule(LocationRule rule) {
    var json = JSON.objectNode();
    put(json, "accept", list(rule.accept(), WireWriter::location));
    put(json, "reject", list(rule.reject(), WireWriter::location));
    return json;
  }

  private static ObjectNode location(Location place) {
    var json = JSON.objectNode();
    place.continent().ifPresent(c -> json.put("continent", c));
    place.country().ifPresent(c -> json.put("country", c));
    place.city().ifPresent(c -> json.put("city", c));
    place.asn().ifPresent(a -> json.put("asn", a));
    place.isp().ifPresent(i -> json.put("isp", i));
    return json;
  }

  private ObjectNode edge(EdgeConstraint edge) {
    var json = JSON.objectNode().put("s", edge.source().value()).put("t", edge.target().value());
    edge.rttMillis().ifPresent(r -> json.put("rtt", r));
    edge.bandwidthKbps().ifPresent(b -> json.put("bw", b));
    return json;
  }

  private static ObjectNode supervisor(Supervisor supervisor) {
    var json = JSON.objectNode().put("strategy", WireNames.of(supervisor.strategy()));
    put(json, "allocations", list(supervisor.allocations(), a -> JSON.stringNode(a.value())));
    put(json, "children", list(supervisor.children(), WireWriter::supervisor));
    if (supervisor.maxRestarts() != Supervisor.DEFAULT_MAX_RESTARTS)
      json.put("max_restarts", supervisor.maxRestarts());
    if (!supervisor.within().equals(Supervisor.DEFAULT_WITHIN))
      json.put("within", GoDuration.format(supervisor.within()));
    return json;
  }

  private static ArrayNode environment(Map<String, String> variables) {
    return list(variables.entrySet(), v -> JSON.stringNode(v.getKey() + "=" + v.getValue()));
  }

  private static JsonNode base64(byte[] bytes) {
    return JSON.stringNode(Base64.getEncoder().encodeToString(bytes));
  }

  private static <T> ArrayNode list(Collection<T> items, Function<T, JsonNode> write) {
    var json = JSON.arrayNode();
    for (var item : items) json.add(write.apply(item));
    return json;
  }

  private static <K, V> ObjectNode map(Map<K, V> map, Function<V, JsonNode> write) {
    var json = JSON.objectNode();
    map.forEach((key, value) -> json.set(key.toString(), write.apply(value)));
    return json;
  }

  private static void put(ObjectNode into, String name, JsonNode value) {
    if (!value.isEmpty()) into.set(name, value);
  }
}
