package atoll.dms.behaviours;

import atoll.actor.Handle;
import atoll.kernel.NodeName;
import atoll.kernel.json.CanonicalJson;
import atoll.market.ProviderId;
import atoll.orchestrator.machine.AllocationState;
import atoll.orchestrator.machine.Deployment;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes where a deployment's parts are, as the original's manifest (DMS §7.7). What there is not
 * yet is left out.
 */
record Manifests(Handle orchestrator) {
  void write(CanonicalJson json, Deployment deployment) {
    json.beginObject().name("id").value(deployment.id().value()).name("metadata").beginObject();
    deployment.metadata().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> json.name(entry.getKey()).value(entry.getValue()));
    orchestrator.write(json.endObject().name("orchestrator"));
    json.name("allocations").beginObject();
    deployment.allocations().forEach(state -> allocation(json, state));
    json.endObject().name("nodes").beginObject();
    nodes(deployment).forEach((name, provider) -> node(json, deployment, name, provider));
    json.endObject().endObject();
  }

  private static void allocation(CanonicalJson json, AllocationState state) {
    json.name(state.id().manifestKey()).beginObject().name("id").value(state.id().value());
    json.name("node_id").value(state.id().node().value());
    json.name("type").value(state.type().name().toLowerCase(Locale.ROOT));
    state.handle().ifPresent(handle -> handle.write(json.name("handle")));
    json.name("ports").beginObject();
    state.ports().entrySet().stream()
        .sorted(Comparator.comparingInt(Map.Entry::getKey))
        .forEach(port -> json.name(port.getKey().toString()).value((long) port.getValue()));
    json.endObject().name("status").value(status(state));
    json.name("redundancy_group")
        .value(state.redundancy().map(r -> r.group().value()).orElse(""))
        .name("is_standby")
        .value(state.redundancy().map(AllocationState.Standby::standsBy).orElse(false));
    json.endObject();
  }

  /** The original's later builds have a word of their own for what stands by (DMS §7.1). */
  private static String status(AllocationState state) {
    boolean ready =
        state.redundancy().map(AllocationState.Standby::standsBy).orElse(false)
            && state.handle().isPresent()
            && !state.status().ended();
    return ready ? "standby" : state.status().wireName();
  }

  private static Map<NodeName, Optional<ProviderId>> nodes(Deployment deployment) {
    var nodes = new LinkedHashMap<NodeName, Optional<ProviderId>>();
    for (var state : deployment.allocations())
      nodes.merge(
          state.id().node(), state.provider(), (known, next) -> known.isPresent() ? known : next);
    return nodes;
  }

  private static void node(
      CanonicalJson json, Deployment deployment, NodeName name, Optional<ProviderId> provider) {
    json.name(name.value()).beginObject().name("id").value(name.value());
    provider.ifPresent(peer -> {
      json.name("peer").value(peer.value());
      handle(peer).ifPresent(handle -> handle.write(json.name("handle")));
    });
    json.name("allocations").beginArray();
    for (var state : deployment.allocations())
      if (state.id().node().equals(name)) json.value(state.id().manifestKey());
    json.endArray();
    redundancy(json, deployment, name);
    json.endObject();
  }

  private static void redundancy(CanonicalJson json, Deployment deployment, NodeName name) {
    var of =
        deployment.allocations().stream()
            .filter(state -> state.id().node().equals(name))
            .flatMap(state -> state.redundancy().stream())
            .findFirst();
    json.name("redundancy_role")
        .value(of.map(r -> r.standsBy() ? "standby" : "primary").orElse(""));
    var group = of.map(AllocationState.Standby::group);
    json.name("primary_node").value(group.map(g -> member(deployment, g, false)).orElse(""));
    json.name("standby_nodes").beginArray();
    group.ifPresent(g ->
        deployment.allocations().stream()
            .filter(
                s -> s.redundancy().filter(r -> r.group().equals(g) && r.standsBy()).isPresent())
            .map(s -> s.id().node().value())
            .distinct()
            .forEach(json::value));
    json.endArray().name("standby_index").value(of.map(r -> (long) r.index()).orElse(0L));
  }

  private static String member(Deployment deployment, NodeName group, boolean standsBy) {
    return deployment.allocations().stream()
        .filter(s ->
            s.redundancy()
                .filter(r -> r.group().equals(group) && r.standsBy() == standsBy)
                .isPresent())
        .map(s -> s.id().node().value())
        .findFirst()
        .orElse("");
  }

  private static Optional<Handle> handle(ProviderId peer) {
    try {
      return Optional.of(Handle.parse(peer.value()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a peer id that does not hold its key names no actor
    }
  }
}
