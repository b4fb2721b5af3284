package atoll.orchestrator.machine;

import atoll.ensemble.Ensemble;
import atoll.ensemble.NodeSpec;
import atoll.kernel.NodeName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The nodes that stand by for others (DMS §6.4): {@code <node>-standby-<i>} holds what its node
 * holds, at another provider, and starts when that one is lost.
 *
 * @param ensemble with a node for each that stands by
 * @param primaries whom each of them stands by for, in order
 */
record Standbys(Ensemble ensemble, Map<NodeName, NodeName> primaries) {
  static Standbys of(Ensemble asked) {
    var nodes = new LinkedHashMap<>(asked.nodes());
    var primaries = new LinkedHashMap<NodeName, NodeName>();
    asked
        .nodes()
        .forEach((name, spec) -> {
          for (int i = 1; i <= spec.redundancy(); i++) {
            var standby = new NodeName(name + "-standby-" + i);
            if (nodes.containsKey(standby)) continue; // a name that the file uses itself
            nodes.put(standby, like(spec));
            primaries.put(standby, name);
          }
        });
    return new Standbys(with(asked, nodes), primaries);
  }

  private static NodeSpec like(NodeSpec spec) {
    return new NodeSpec(
        spec.allocations(),
        spec.ports(),
        spec.location(),
        Optional.empty(),
        0,
        spec.failureRecovery());
  }

  private static Ensemble with(Ensemble asked, LinkedHashMap<NodeName, NodeSpec> nodes) {
    return new Ensemble(
        asked.allocations(),
        nodes,
        asked.edges(),
        asked.supervisor(),
        asked.keys(),
        asked.scripts(),
        asked.joinSubnet(),
        asked.excludedPeers(),
        asked.metadata(),
        asked.contracts(),
        asked.escalation());
  }

  /** The group that a node is of, named after the node of the file. */
  NodeName groupOf(NodeName node) {
    return Objects.requireNonNull(primaries.getOrDefault(node, node));
  }

  /** All of a group, the node of the file first. */
  List<NodeName> members(NodeName group) {
    return Stream.concat(
            Stream.of(group),
            primaries.entrySet().stream()
                .filter(e -> e.getValue().equals(group))
                .map(Map.Entry::getKey))
        .toList();
  }

  boolean isRedundant(NodeName node) {
    return members(groupOf(node)).size() > 1;
  }
}
