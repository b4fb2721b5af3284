package atoll.ensemble;

import atoll.kernel.AllocationName;
import atoll.kernel.NodeName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a user asks for: allocations, the nodes to group them on, and constraints between them (DMS
 * §6.2). Valid by construction only when it comes from the parser or the wire form; both check
 * every rule.
 *
 * @param scripts contents by name, read on the client's side
 * @param keys public keys by name, read on the client's side
 * @param excludedPeers peer ids whose bids are never accepted
 */
public record Ensemble(
    SequencedMap<AllocationName, AllocationSpec> allocations,
    SequencedMap<NodeName, NodeSpec> nodes,
    List<EdgeConstraint> edges,
    Optional<Supervisor> supervisor,
    Map<String, String> keys,
    Map<String, Script> scripts,
    boolean joinSubnet,
    List<String> excludedPeers,
    Map<String, String> metadata,
    Map<String, ContractRef> contracts,
    Escalation escalation) {

  public Ensemble {
    allocations = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(allocations));
    nodes = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(nodes));
    edges = List.copyOf(edges);
    keys = InOrder.copy(keys);
    scripts = InOrder.copy(scripts);
    excludedPeers = List.copyOf(excludedPeers);
    metadata = InOrder.copy(metadata);
    contracts = InOrder.copy(contracts);
  }

  /**
   * @throws IllegalArgumentException if there is none of this name
   */
  public AllocationSpec allocation(AllocationName name) {
    var allocation = allocations.get(name);
    if (allocation == null) throw new IllegalArgumentException("there is no allocation " + name);
    return allocation;
  }

  /**
   * @throws IllegalArgumentException if there is none of this name
   */
  public NodeSpec node(NodeName name) {
    var node = nodes.get(name);
    if (node == null) throw new IllegalArgumentException("there is no node " + name);
    return node;
  }

  /** The node that an allocation is placed on. */
  public NodeName nodeOf(AllocationName allocation) {
    return nodes.entrySet().stream()
        .filter(node -> node.getValue().allocations().contains(allocation))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("allocation " + allocation + " is on no node"));
  }

  /** What happens when supervision can do no more (DMS §6.2). */
  public enum Escalation {
    REDEPLOY,
    TEARDOWN
  }

  /** A contract that the deployment is billed under; both members are DIDs. */
  public record ContractRef(String did, String host) {}
}
