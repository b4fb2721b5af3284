package atoll.orchestrator;

import atoll.ensemble.AllocationSpec;
import atoll.ensemble.EdgeConstraint;
import atoll.ensemble.Ensemble;
import atoll.ensemble.Execution;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationName;
import atoll.kernel.EnsembleId;
import atoll.kernel.LeaseId;
import atoll.kernel.NodeName;
import atoll.market.Link;
import atoll.market.ProviderId;
import atoll.protocol.AllocateRequest;
import atoll.protocol.CarriedModule;
import atoll.protocol.CommitRequest;
import atoll.protocol.RevertRequest;
import atoll.protocol.ShutdownRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Writes what a deployment asks of providers. A try at placing has its own leases, so that an older
 * one is never revived.
 */
record Requests(EnsembleId id, Ensemble ensemble) {
  /** Magic number and version, and nothing else. */
  private static final byte[] EMPTY_MODULE = {0, 0x61, 0x73, 0x6d, 1, 0, 0, 0};

  CommitRequest commit(AllocationId allocation, int attempt, Instant now) {
    var node = Objects.requireNonNull(ensemble.nodes().get(allocation.node()));
    var ports =
        node.ports().stream()
            .filter(port -> port.allocation().equals(allocation.allocation()))
            .map(port -> new CommitRequest.PortWish(port.publicPort(), port.privatePort()))
            .toList();
    return new CommitRequest(
        allocation,
        spec(allocation.allocation()).resources(),
        ports,
        lease(allocation, attempt),
        now.plus(Timeouts.LEASE));
  }

  AllocateRequest allocate(NodeName node, int attempt) {
    var orders = new LinkedHashMap<AllocationName, AllocateRequest.Order>();
    for (var name : Objects.requireNonNull(ensemble.nodes().get(node)).allocations()) {
      var spec = spec(name);
      orders.put(
          name,
          new AllocateRequest.Order(
              spec.type(),
              spec.resources(),
              light(spec.execution()),
              spec.provision().stream()
                  .map(script ->
                      new AllocateRequest.NamedScript(
                          script,
                          Objects.requireNonNull(ensemble.scripts().get(script)).contents()))
                  .toList(),
              spec.keys().stream()
                  .map(key ->
                      new AllocateRequest.Key(
                          key.type(),
                          Objects.requireNonNull(ensemble.keys().get(key.name())),
                          key.destination()))
                  .toList(),
              spec.volumes(),
              Optional.of(lease(new AllocationId(id, node, name), attempt)),
              heavy(spec.execution()).map(CarriedModule::of)));
    }
    return new AllocateRequest(id, node, orders);
  }

  /** The modules that are too large for one message and are fetched in pieces, by digest. */
  Map<String, byte[]> carried() {
    var modules = new HashMap<String, byte[]>();
    for (var spec : ensemble.allocations().values())
      heavy(spec.execution())
          .ifPresent(module -> modules.put(CarriedModule.of(module).sha256(), module));
    return Map.copyOf(modules);
  }

  private static Optional<byte[]> heavy(Execution execution) {
    return execution instanceof Execution.Wasm(Execution.Module.Inline(var bytes), _, _)
            && bytes.length > CarriedModule.LARGEST_INLINE
        ? Optional.of(bytes)
        : Optional.empty();
  }

  /** The same with the empty module in place of one that is carried. */
  private static Execution light(Execution execution) {
    return execution instanceof Execution.Wasm wasm && heavy(execution).isPresent()
        ? new Execution.Wasm(
            new Execution.Module.Inline(EMPTY_MODULE), wasm.arguments(), wasm.environment())
        : execution;
  }

  /** What gives back all that a try holds on a node. */
  RevertRequest revert(NodeName node, int attempt) {
    var held = new LinkedHashMap<AllocationId, LeaseId>();
    for (var name : Objects.requireNonNull(ensemble.nodes().get(node)).allocations()) {
      var allocation = new AllocationId(id, node, name);
      held.put(allocation, lease(allocation, attempt));
    }
    return RevertRequest.of(id, held, atoll.protocol.Epochs.NONE);
  }

  ShutdownRequest shutDown(AllocationId allocation, int attempt) {
    return new ShutdownRequest(allocation, Optional.of(lease(allocation, attempt)));
  }

  /** The links to measure, each with the strictest bounds that edges of the ensemble put on it. */
  Map<Link, EdgeConstraint> edges(Map<NodeName, ProviderId> candidate, Set<Link> wanted) {
    var links = new LinkedHashMap<Link, EdgeConstraint>();
    for (var edge : ensemble.edges()) {
      var source = candidate.get(edge.source());
      var target = candidate.get(edge.target());
      if (source != null && target != null && wanted.contains(new Link(source, target)))
        links.merge(new Link(source, target), edge, Requests::both);
    }
    return links;
  }

  private static EdgeConstraint both(EdgeConstraint one, EdgeConstraint other) {
    return new EdgeConstraint(
        one.source(),
        one.target(),
        LongStream.concat(one.rttMillis().stream(), other.rttMillis().stream()).min(),
        LongStream.concat(one.bandwidthKbps().stream(), other.bandwidthKbps().stream()).max());
  }

  LeaseId lease(AllocationId allocation, int attempt) {
    return new LeaseId(allocation.value() + "#" + attempt);
  }

  private AllocationSpec spec(AllocationName name) {
    return Objects.requireNonNull(ensemble.allocations().get(name));
  }
}
