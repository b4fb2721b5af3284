package atoll.market;

import atoll.ensemble.EdgeConstraint;
import atoll.ensemble.LocationRule;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.GpuDemand;
import atoll.kernel.Memory;
import atoll.kernel.NodeName;
import atoll.kernel.ResourceDemand;
import atoll.market.Change.AcceptAnywhere;
import atoll.market.Change.AcceptLocation;
import atoll.market.Change.AllowRoundTrip;
import atoll.market.Change.AskForAnyArchitecture;
import atoll.market.Change.AskForAnyGpu;
import atoll.market.Change.AskForBandwidth;
import atoll.market.Change.AskForClock;
import atoll.market.Change.AskForCpu;
import atoll.market.Change.AskForDisk;
import atoll.market.Change.AskForMemory;
import atoll.market.Change.AskForVideoMemory;
import atoll.market.Change.RunUnprivileged;
import atoll.market.Change.StopExcluding;
import atoll.market.Change.StopRejecting;
import atoll.market.Change.Unpin;
import atoll.market.Change.UseAnyPort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** What is asked of the market, and what it would be after a change. */
record Request(List<Demand> demands, List<EdgeConstraint> edges) {

  Request with(Change change) {
    return switch (change) {
      case AskForCpu(var node, var most) ->
          resources(node, r -> with(r, most, r.memory(), r.disk()));
      case AskForMemory(var node, var most) ->
          resources(node, r -> with(r, r.cpu(), new Memory(most), r.disk()));
      case AskForDisk(var node, var most) ->
          resources(node, r -> with(r, r.cpu(), r.memory(), new Disk(most)));
      case AskForVideoMemory(var node, var most) ->
          resources(
              node, r -> with(r, g -> new GpuDemand(g.vendor(), g.model(), new Memory(most))));
      case AskForAnyGpu(var node) ->
          resources(
              node, r -> with(r, g -> new GpuDemand(Optional.empty(), Optional.empty(), g.vram())));
      case AskForClock(var node, var most) ->
          resources(
              node,
              r ->
                  new ResourceDemand(
                      r.cpu(), most, r.architecture(), r.memory(), r.disk(), r.gpus()));
      case AskForAnyArchitecture(var node) ->
          resources(
              node,
              r ->
                  new ResourceDemand(
                      r.cpu(), r.clockHertz(), Optional.empty(), r.memory(), r.disk(), r.gpus()));
      case AcceptLocation(var node, var place) ->
          location(
              node,
              rule -> {
                var accepted = new ArrayList<>(rule.accept());
                accepted.add(place);
                return new LocationRule(accepted, rule.reject());
              });
      case AcceptAnywhere(var node) ->
          location(node, rule -> new LocationRule(List.of(), rule.reject()));
      case StopRejecting(var node, var place) ->
          location(
              node,
              rule ->
                  new LocationRule(
                      rule.accept(),
                      rule.reject().stream().filter(r -> !r.equals(place)).toList()));
      case UseAnyPort(var node, var port) ->
          demand(
              node,
              d ->
                  d.withPorts(
                      d.staticPorts().stream().filter(p -> p != port).toList(),
                      d.dynamicPorts() + 1));
      case RunUnprivileged(var node) -> demand(node, Demand::unprivileged);
      case Unpin(var node) -> demand(node, Demand::unpinned);
      case StopExcluding(var provider) ->
          new Request(
              demands.stream()
                  .map(d -> {
                    var excluded = new HashSet<>(d.excluded());
                    excluded.remove(provider);
                    return d.withExcluded(excluded);
                  })
                  .toList(),
              edges);
      case AllowRoundTrip(var edge, var millis) ->
          edge(
              edge,
              e ->
                  new EdgeConstraint(
                      e.source(), e.target(), OptionalLong.of(millis), e.bandwidthKbps()));
      case AskForBandwidth(var edge, var kbps) ->
          edge(
              edge,
              e ->
                  new EdgeConstraint(e.source(), e.target(), e.rttMillis(), OptionalLong.of(kbps)));
    };
  }

  private Request demand(NodeName node, UnaryOperator<Demand> change) {
    return new Request(
        demands.stream().map(d -> d.node().equals(node) ? change.apply(d) : d).toList(), edges);
  }

  private Request resources(NodeName node, UnaryOperator<ResourceDemand> change) {
    return demand(node, d -> d.withResources(change.apply(d.resources())));
  }

  private Request location(NodeName node, UnaryOperator<LocationRule> change) {
    return demand(node, d -> d.withLocation(change.apply(d.location())));
  }

  private Request edge(EdgeConstraint edge, UnaryOperator<EdgeConstraint> change) {
    return new Request(
        demands, edges.stream().map(e -> e.equals(edge) ? change.apply(e) : e).toList());
  }

  private static ResourceDemand with(ResourceDemand r, Cpu cpu, Memory memory, Disk disk) {
    return new ResourceDemand(cpu, r.clockHertz(), r.architecture(), memory, disk, r.gpus());
  }

  private static ResourceDemand with(ResourceDemand r, UnaryOperator<GpuDemand> change) {
    return new ResourceDemand(
        r.cpu(),
        r.clockHertz(),
        r.architecture(),
        r.memory(),
        r.disk(),
        r.gpus().stream().map(change).toList());
  }
}
