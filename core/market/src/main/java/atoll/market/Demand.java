package atoll.market;

import atoll.ensemble.AllocationSpec;
import atoll.ensemble.Architecture;
import atoll.ensemble.Ensemble;
import atoll.ensemble.Execution;
import atoll.ensemble.LocationRule;
import atoll.ensemble.NodeSpec;
import atoll.kernel.ExecutorKind;
import atoll.kernel.NodeName;
import atoll.kernel.ResourceDemand;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one node of an ensemble needs from the one provider that hosts it (DMS §7.3).
 *
 * @param resources together, for all allocations of the node
 * @param executors all of which the provider must have
 * @param staticPorts public ports that must be exactly these
 * @param dynamicPorts how many public ports may be any
 * @param privileged whether a container asks for the machine's own rights
 * @param pinned the only provider that may host it
 * @param excluded providers that may not
 */
public record Demand(
    NodeName node,
    ResourceDemand resources,
    Set<ExecutorKind> executors,
    LocationRule location,
    List<Integer> staticPorts,
    int dynamicPorts,
    boolean privileged,
    Optional<ProviderId> pinned,
    Set<ProviderId> excluded) {

  public Demand {
    executors = Collections.unmodifiableSet(Offer.copyOf(executors));
    staticPorts = staticPorts.stream().sorted().toList();
    if (staticPorts.stream().distinct().count() != staticPorts.size())
      throw new IllegalArgumentException("node " + node + " asks for a public port twice");
    if (dynamicPorts < 0)
      throw new IllegalArgumentException("number of ports is negative: " + dynamicPorts);
    excluded = Set.copyOf(excluded);
  }

  /** Nothing but resources and executors, anywhere. */
  public static Demand of(NodeName node, ResourceDemand resources, Set<ExecutorKind> executors) {
    return new Demand(
        node,
        resources,
        executors,
        LocationRule.ANYWHERE,
        List.of(),
        0,
        false,
        Optional.empty(),
        Set.of());
  }

  /**
   * One demand for each node, in the file's order.
   *
   * @throws IllegalArgumentException if allocations of one node ask for different architectures
   */
  public static List<Demand> of(Ensemble ensemble) {
    var excluded =
        ensemble.excludedPeers().stream().map(ProviderId::new).collect(Collectors.toSet());
    return ensemble.nodes().entrySet().stream()
        .map(node -> of(ensemble, node.getKey(), node.getValue(), excluded))
        .toList();
  }

  Demand withResources(ResourceDemand other) {
    return new Demand(
        node, other, executors, location, staticPorts, dynamicPorts, privileged, pinned, excluded);
  }

  Demand withLocation(LocationRule other) {
    return new Demand(
        node, resources, executors, other, staticPorts, dynamicPorts, privileged, pinned, excluded);
  }

  Demand withPorts(List<Integer> others, int anyPorts) {
    return new Demand(
        node, resources, executors, location, others, anyPorts, privileged, pinned, excluded);
  }

  Demand unprivileged() {
    return new Demand(
        node, resources, executors, location, staticPorts, dynamicPorts, false, pinned, excluded);
  }

  Demand unpinned() {
    return new Demand(
        node,
        resources,
        executors,
        location,
        staticPorts,
        dynamicPorts,
        privileged,
        Optional.empty(),
        excluded);
  }

  public Demand withExcluded(Set<ProviderId> others) {
    return new Demand(
        node,
        resources,
        executors,
        location,
        staticPorts,
        dynamicPorts,
        privileged,
        pinned,
        others);
  }

  private static Demand of(
      Ensemble ensemble, NodeName name, NodeSpec node, Set<ProviderId> excluded) {
    var together = ResourceDemand.NONE;
    var executors = EnumSet.noneOf(ExecutorKind.class);
    boolean privileged = false;
    for (var allocationName : node.allocations()) {
      AllocationSpec allocation =
          Objects.requireNonNull(ensemble.allocations().get(allocationName));
      requireSameArchitecture(name, together, allocation.resources());
      together = together.plus(allocation.resources());
      executors.add(allocation.executor());
      privileged |=
          allocation.execution() instanceof Execution.Docker docker && docker.privileged();
    }
    return new Demand(
        name,
        together,
        executors,
        node.location(),
        node.ports().stream()
            .filter(port -> !port.isDynamic())
            .map(NodeSpec.PortSpec::publicPort)
            .toList(),
        (int) node.ports().stream().filter(NodeSpec.PortSpec::isDynamic).count(),
        privileged,
        node.peer().map(ProviderId::new),
        excluded);
  }

  private static void requireSameArchitecture(
      NodeName node, ResourceDemand one, ResourceDemand other) {
    one.architecture()
        .ifPresent(a ->
            other
                .architecture()
                .filter(b -> !Architecture.same(a, b))
                .ifPresent(b -> {
                  throw new IllegalArgumentException(
                      "node "
                          + node
                          + " has allocations for "
                          + a
                          + " and for "
                          + b
                          + "; put them on different nodes");
                }));
  }
}
