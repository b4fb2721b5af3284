package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import atoll.kernel.AllocationName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The nodes (DMS §6.4), which must hold every allocation exactly once between them. */
final class NodeReader {
  private static final Pattern PEER = Pattern.compile("[1-9A-HJ-NP-Za-km-z]{40,128}");

  private final Set<String> allocations;

  /** The node of each allocation that has been seen on one. */
  private final Map<String, String> placed = new HashMap<>();

  /**
   * @param allocations the names of all there are
   */
  NodeReader(Set<String> allocations) {
    this.allocations = allocations;
  }

  Map<String, String> placed() {
    return placed;
  }

  NodeSpec read(String name, Value value) {
    var members = value.members("a mapping", "{allocations: [web]}");
    var here = new ArrayList<AllocationName>();
    members
        .require("allocations", "allocations: [web]")
        .ifPresent(list -> {
          var items = list.items("allocations: [web]");
          if (list.isList() && items.isEmpty())
            list.problem(Code.MISSING, "names no allocation", "delete the node, or name one");
          for (var item : items) place(item, name, here);
        });
    var node =
        new NodeSpec(
            here,
            members.find("ports").map(p -> ports(p, here)).orElse(List.of()),
            members.find("location").map(LocationReader::rule).orElse(LocationRule.ANYWHERE),
            members.find("peer").map(NodeReader::peer),
            members.find("redundancy").map(r -> r.whole(0, 100)).orElse(0),
            members
                .find("failure_recovery")
                .map(f -> f.oneOf(NodeSpec.FailureRecovery.values(), WireNames::of))
                .orElse(NodeSpec.FailureRecovery.STAY_DOWN));
    members.refuseOthers();
    return node;
  }

  private void place(Value item, String node, List<AllocationName> here) {
    References.allocation(item, allocations)
        .ifPresent(allocation -> {
          var other = placed.putIfAbsent(allocation.value(), node);
          if (other == null) here.add(allocation);
          else
            item.problem(
                Code.DUPLICATE,
                Said.quote(allocation.value())
                    + (other.equals(node)
                        ? " is on this node already"
                        : " is on node " + Said.quote(other) + " already"),
                "an allocation is on one node");
        });
  }

  static String peer(Value value) {
    var text = value.word();
    if (!text.isEmpty() && !PEER.matcher(text).matches())
      value.problem(
          Code.BAD_FORMAT,
          Said.quote(text) + " is not a peer id",
          text.startsWith("did:") ? "a peer id, not a DID" : "they look like 12D3KooW…");
    return text;
  }

  private List<NodeSpec.PortSpec> ports(Value value, List<AllocationName> here) {
    var ports = new ArrayList<NodeSpec.PortSpec>();
    var fixed = new HashSet<Integer>();
    for (var item : value.items("ports: [{public: 16480, private: 80, allocation: web}]")) {
      var members = item.members("a mapping", "{public: 16480, private: 80, allocation: web}");
      var open = members.find("public");
      int outside = open.map(NodeReader::publicPort).orElse(0);
      int inside = members.require("private", "private: 80").map(p -> p.whole(1, 65535)).orElse(1);
      var allocation = members.find("allocation");
      if (allocation.isEmpty() && here.size() != 1) members.missing("allocation", "");
      var target =
          allocation.isPresent()
              ? References.allocation(allocation.get(), allocations)
              : here.stream().findFirst();
      members.refuseOthers();
      if (target.isEmpty()) continue;
      if (allocation.isPresent() && !here.contains(target.get()))
        allocation
            .get()
            .problem(
                Code.MISPLACED,
                Said.quote(target.get().value()) + " is not on this node",
                placed.containsKey(target.get().value())
                    ? "its ports belong to node " + Said.quote(placed.get(target.get().value()))
                    : "");
      var port = new NodeSpec.PortSpec(outside, inside, target.get());
      if (outside != 0 ? !fixed.add(outside) : ports.contains(port))
        open.orElse(item)
            .problem(
                Code.DUPLICATE,
                outside != 0
                    ? "public port " + outside + " is given twice on this node"
                    : "this port is given twice",
                "");
      ports.add(port);
    }
    return ports;
  }

  private static int publicPort(Value value) {
    int port = value.whole(0, 65535);
    if (port == 0 || port > 1024) return port;
    value.problem(
        Code.OUT_OF_RANGE,
        "public port " + port + " is reserved",
        "0 lets the provider choose; else 1025 to 65535");
    return 0;
  }
}
