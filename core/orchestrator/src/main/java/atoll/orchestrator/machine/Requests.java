package atoll.orchestrator.machine;

import atoll.ensemble.AllocationSpec;
import atoll.ensemble.EdgeConstraint;
import atoll.ensemble.Ensemble;
import atoll.ensemble.Execution;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationName;
import atoll.kernel.EnsembleId;
import atoll.kernel.LeaseId;
import atoll.kernel.NodeName;
import atoll.kernel.Sha256;
import atoll.market.Link;
import atoll.market.ProviderId;
import atoll.protocol.AllocateRequest;
import atoll.protocol.CarriedModule;
import atoll.protocol.CommitRequest;
import atoll.protocol.RevertRequest;
import atoll.protocol.ShutdownRequest;
import atoll.protocol.StateRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Writes what a deployment asks of providers. A try at placing has its own leases, so that an older
 * one is never revived.
 */
public record Requests(EnsembleId id, Ensemble ensemble) {
  /** Magic number and version, and nothing else. */
  private static final byte[] EMPTY_MODULE = {0, 0x61, 0x73, 0x6d, 1, 0, 0, 0};

  CommitRequest commit(AllocationId allocation, int attempt, long epoch, Instant now) {
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
        now.plus(Timeouts.LEASE),
        epoch);
  }

  /**
   * @param making of one node, each under its own lease
   */
  AllocateRequest allocate(NodeName node, List<AllocationProgress> making, long epoch) {
    var orders = new LinkedHashMap<AllocationName, AllocateRequest.Order>();
    for (var progress : making) {
      var name = progress.id.allocation();
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
              Optional.of(progress.lease()),
              heavy(spec.execution()).map(CarriedModule::of),
              Supervision.mayStartAgain(ensemble, node, name)));
    }
    return new AllocateRequest(id, node, orders, epoch);
  }

  /** What an allocation is made of, in a few bytes: the same for the same. */
  String make(NodeName node, AllocationName name) {
    var spec = spec(name);
    var progress = new AllocationProgress(new AllocationId(id, node, name), spec);
    var ports =
        Objects.requireNonNull(ensemble.nodes().get(node)).ports().stream()
            .filter(port -> port.allocation().equals(name))
            .map(port -> port.publicPort() + ":" + port.privatePort())
            .sorted()
            .toList();
    var rest =
        " %s %s %s %s".formatted(ports, spec.healthCheck(), spec.dependsOn(), spec.dnsName());
    return Sha256.hex(
        allocate(node, List.of(progress), 0).toJson(), rest.getBytes(StandardCharsets.UTF_8));
  }

  /** The modules that are too large for one message and are fetched in pieces, by digest. */
  public Map<String, byte[]> carried() {
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

  /** What gives back all that is held or runs for these. */
  RevertRequest revert(List<AllocationProgress> given, long epoch) {
    var held = new LinkedHashMap<AllocationId, LeaseId>();
    for (var progress : given) held.put(progress.id, progress.lease());
    return RevertRequest.of(id, held, epoch);
  }

  ShutdownRequest shutDown(AllocationProgress progress, long epoch) {
    return new ShutdownRequest(progress.id, Optional.of(progress.lease()), epoch);
  }

  /** Everything that is to be at a provider, which may be nothing. */
  StateRequest state(List<Berth> there, long epoch, Instant now) {
    var wanted = new TreeMap<String, StateRequest.Wanted>();
    for (var berth : there)
      for (var progress : berth.allocations)
        if (progress.attempt > 0)
          wanted.put(
              progress.id.manifestKey(), new StateRequest.Wanted(progress.lease(), progress.run));
    return new StateRequest(id, epoch, now.plus(Timeouts.STANDING), wanted);
  }

  /** The links to measure, each with the strictest bounds that edges of the ensemble put on it. */
  public Map<Link, EdgeConstraint> edges(Map<NodeName, ProviderId> candidate, Set<Link> wanted) {
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

  static LeaseId lease(AllocationId allocation, int attempt) {
    return new LeaseId(allocation.value() + "#" + attempt);
  }

  private AllocationSpec spec(AllocationName name) {
    return Objects.requireNonNull(ensemble.allocations().get(name));
  }
}
