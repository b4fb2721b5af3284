package atoll.market;

import atoll.ensemble.EdgeConstraint;
import atoll.kernel.Cpu;
import atoll.kernel.Location;
import atoll.kernel.NodeName;

/** One change to an ensemble that would let it be placed. */
public sealed interface Change {

  /** All allocations of the node together may have this much processor. */
  record AskForCpu(NodeName node, Cpu most) implements Change {}

  /** All allocations of the node together may have this much memory. */
  record AskForMemory(NodeName node, long mostBytes) implements Change {}

  /** All allocations of the node together may have this much disk. */
  record AskForDisk(NodeName node, long mostBytes) implements Change {}

  /** The node's only GPU may have this much video memory. */
  record AskForVideoMemory(NodeName node, long mostBytes) implements Change {}

  /** The node's GPUs may be of any vendor and model. */
  record AskForAnyGpu(NodeName node) implements Change {}

  /** The node's processor may have this clock. */
  record AskForClock(NodeName node, long mostHertz) implements Change {}

  /** The node's processor may have any architecture. */
  record AskForAnyArchitecture(NodeName node) implements Change {}

  /** The node may also be here. */
  record AcceptLocation(NodeName node, Location place) implements Change {}

  /** The node's accept list goes. */
  record AcceptAnywhere(NodeName node) implements Change {}

  /** One entry of the node's reject list goes. */
  record StopRejecting(NodeName node, Location place) implements Change {}

  /** A public port may be any. */
  record UseAnyPort(NodeName node, int insteadOf) implements Change {}

  /** The node's containers do without privileges. */
  record RunUnprivileged(NodeName node) implements Change {}

  /** The node may have another provider. */
  record Unpin(NodeName node) implements Change {}

  /** One entry of the list of excluded peers goes. */
  record StopExcluding(ProviderId provider) implements Change {}

  /** The edge allows a longer round trip. */
  record AllowRoundTrip(EdgeConstraint edge, long millis) implements Change {}

  /** The edge needs less throughput. */
  record AskForBandwidth(EdgeConstraint edge, long mostKbps) implements Change {}

  /** For people, as an order. */
  default String sentence() {
    return switch (this) {
      case AskForCpu(var node, var most) -> "node " + node + ": ask for at most " + most;
      case AskForMemory(var node, var most) ->
          "node %s: ask for at most %s of memory".formatted(node, Amounts.exactBytes(most));
      case AskForDisk(var node, var most) ->
          "node %s: ask for at most %s of disk".formatted(node, Amounts.exactBytes(most));
      case AskForVideoMemory(var node, var most) ->
          "node %s: ask for at most %s of video memory".formatted(node, Amounts.exactBytes(most));
      case AskForAnyGpu(var node) -> "node " + node + ": ask for a GPU of any vendor and model";
      case AskForClock(var node, var most) ->
          "node %s: ask for a clock of at most %s".formatted(node, Amounts.hertz(most));
      case AskForAnyArchitecture(var node) -> "node " + node + ": ask for any architecture";
      case AcceptLocation(var node, var place) ->
          "node %s: add %s to location.accept".formatted(node, place);
      case AcceptAnywhere(var node) -> "node " + node + ": remove location.accept";
      case StopRejecting(var node, var place) ->
          "node %s: remove %s from location.reject".formatted(node, place);
      case UseAnyPort(var node, var port) ->
          Amounts.say("node %s: use public port 0 (any) instead of %d", node, port);
      case RunUnprivileged(var node) -> "node " + node + ": remove privileged";
      case Unpin(var node) -> "node " + node + ": remove peer";
      case StopExcluding(var provider) -> "remove " + provider + " from exclude_peers";
      case AllowRoundTrip(var edge, var millis) ->
          Amounts.say("edge %s-%s: allow an RTT of %d ms", edge.source(), edge.target(), millis);
      case AskForBandwidth(var edge, var kbps) ->
          Amounts.say("edge %s-%s: ask for at most %d kbit/s", edge.source(), edge.target(), kbps);
    };
  }
}
