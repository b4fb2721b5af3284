package atoll.orchestrator.machine;

import atoll.ensemble.AllocationSpec;
import atoll.ensemble.Ensemble;
import atoll.ensemble.NodeSpec;
import atoll.ensemble.Supervisor;
import atoll.kernel.AllocationName;
import atoll.kernel.Backoff;
import atoll.kernel.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What follows when an allocation fails (DMS §6.3, §6.4, §6.7, §15.3.4): its supervisor, or its own
 * strategy on its node, restarts it and perhaps others; what restarts too often gives up, and fails
 * in what it belongs to: the supervisor above, then the node, then the ensemble. Belongs to its
 * deployment's machine.
 */
final class Supervision {
  private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
  private static final Limit REDEPLOYS = new Limit(3, Duration.ofMinutes(10));
  private static final Limit ENSEMBLE = new Limit(3, Duration.ofHours(1));
  private static final Limit DEFAULT =
      new Limit(Supervisor.DEFAULT_MAX_RESTARTS, Supervisor.DEFAULT_WITHIN);

  /** When whatever gives up was restarted; those who cannot give up any more are forgotten. */
  private final Map<String, List<Instant>> restarts = new TreeMap<>();

  /** How often within which time. */
  private record Limit(int times, Duration within) {}

  /** What is to be done. */
  sealed interface Decision {
    record StayDown() implements Decision {}

    /** All of these that run or failed, wherever they are. */
    record Restart(Set<AllocationName> allocations, Duration pause, int times)
        implements Decision {}

    /** The failed node is placed again. */
    record Replace(String why) implements Decision {}

    /** The whole ensemble is placed again, or torn down, as it says. */
    record Escalate(String why) implements Decision {}
  }

  /** Whether an allocation may be started again after its end, so that its place is kept. */
  static boolean mayStartAgain(Ensemble ensemble, NodeName node, AllocationName allocation) {
    var spec = ensemble.allocation(allocation);
    return spec.failureRecovery() != AllocationSpec.FailureRecovery.STAY_DOWN
        || ensemble.node(node).failureRecovery() == NodeSpec.FailureRecovery.RESTART
        || ensemble.supervisor().map(root -> names(root).contains(allocation)).orElse(false)
        || isInScopeOfANeighbour(ensemble, node);
  }

  private static boolean isInScopeOfANeighbour(Ensemble ensemble, NodeName node) {
    return ensemble.node(node).allocations().stream()
        .map(name -> ensemble.allocation(name).failureRecovery())
        .anyMatch(r ->
            r == AllocationSpec.FailureRecovery.ONE_FOR_ALL
                || r == AllocationSpec.FailureRecovery.REST_FOR_ONE);
  }

  /**
   * @param unhealthy whether it runs and its health check says that it does not work; one that
   *     ended is left so if nothing says otherwise
   */
  Decision decide(
      Ensemble ensemble, NodeName node, AllocationProgress failed, boolean unhealthy, Instant now) {
    var name = failed.id.allocation();
    var way = ensemble.supervisor().map(root -> wayTo(root, name, "supervisor")).orElse(List.of());
    if (!way.isEmpty()) return byTree(ensemble, node, name, way, now);
    var spec = failed.spec;
    if (spec.failureRecovery() != AllocationSpec.FailureRecovery.STAY_DOWN || unhealthy) {
      var scope = onNode(ensemble, node, name, spec.failureRecovery());
      var key = "allocation " + node + "." + name;
      if (mayRestart(key, DEFAULT, now)) return restart(scope, key, DEFAULT, now);
    }
    return failed.isService()
        ? byNode(ensemble, node, false, name + " failed too often or is not restarted", now)
        : new Decision.StayDown();
  }

  /** What follows when the provider of a node is gone, or has lost what it had. */
  Decision lost(Ensemble ensemble, NodeName node, String why, Instant now) {
    if (ensemble.node(node).failureRecovery() == NodeSpec.FailureRecovery.STAY_DOWN)
      return new Decision.StayDown();
    return replace(node, why, now);
  }

  // --- trees

  /** A supervisor on the way from an allocation's own up to the root. */
  private record Step(String path, Supervisor supervisor) {}

  private static List<Step> wayTo(Supervisor from, AllocationName name, String path) {
    var way = new ArrayList<Step>();
    if (from.allocations().contains(name)) {
      way.add(new Step(path, from));
      return way;
    }
    for (int i = 0; i < from.children().size(); i++) {
      var below = wayTo(from.children().get(i), name, path + "/" + i);
      if (below.isEmpty()) continue;
      way.addAll(below);
      way.add(new Step(path, from));
      return way;
    }
    return way;
  }

  private Decision byTree(
      Ensemble ensemble, NodeName node, AllocationName name, List<Step> way, Instant now) {
    for (int level = 0; level < way.size(); level++) {
      var step = way.get(level);
      var limit = new Limit(step.supervisor().maxRestarts(), step.supervisor().within());
      if (!mayRestart(step.path(), limit, now)) continue;
      var scope =
          level == 0
              ? ownScope(step.supervisor(), name)
              : childScope(step.supervisor(), way.get(level - 1).supervisor());
      return restart(scope, step.path(), limit, now);
    }
    return byNode(ensemble, node, true, "its supervisors gave up on " + name, now);
  }

  private static Set<AllocationName> ownScope(Supervisor supervisor, AllocationName failed) {
    return switch (supervisor.strategy()) {
      case ONE_FOR_ONE -> Set.of(failed);
      case ALL_FOR_ONE -> names(supervisor);
      case REST_FOR_ONE -> {
        var all = supervisor.allocations();
        var rest = new LinkedHashSet<>(all.subList(all.indexOf(failed), all.size()));
        supervisor.children().forEach(child -> rest.addAll(names(child)));
        yield rest;
      }
    };
  }

  /** A supervisor that gave up is to its parent what an allocation is to it. */
  private static Set<AllocationName> childScope(Supervisor parent, Supervisor failed) {
    return switch (parent.strategy()) {
      case ONE_FOR_ONE -> names(failed);
      case ALL_FOR_ONE -> names(parent);
      case REST_FOR_ONE -> {
        var rest = new LinkedHashSet<AllocationName>();
        var children = parent.children();
        for (int i = children.indexOf(failed); i < children.size(); i++)
          rest.addAll(names(children.get(i)));
        yield rest;
      }
    };
  }

  private static Set<AllocationName> names(Supervisor supervisor) {
    var all = new LinkedHashSet<>(supervisor.allocations());
    supervisor.children().forEach(child -> all.addAll(names(child)));
    return all;
  }

  // --- nodes

  private static Set<AllocationName> onNode(
      Ensemble ensemble,
      NodeName node,
      AllocationName failed,
      AllocationSpec.FailureRecovery recovery) {
    var all =
        StartOrder.of(ensemble).stream()
            .filter(ensemble.node(node).allocations()::contains)
            .toList();
    return switch (recovery) {
      case STAY_DOWN, ONE_FOR_ONE -> Set.of(failed);
      case ONE_FOR_ALL -> new LinkedHashSet<>(all);
      case REST_FOR_ONE -> new LinkedHashSet<>(all.subList(all.indexOf(failed), all.size()));
    };
  }

  private Decision byNode(
      Ensemble ensemble, NodeName node, boolean ofTree, String why, Instant now) {
    var key = "node " + node;
    return switch (ensemble.node(node).failureRecovery()) {
      case STAY_DOWN -> ofTree ? escalate(why) : new Decision.StayDown();
      case RESTART ->
          mayRestart(key, DEFAULT, now)
              ? restart(new LinkedHashSet<>(ensemble.node(node).allocations()), key, DEFAULT, now)
              : replace(node, why, now);
      case REDEPLOY -> replace(node, why, now);
    };
  }

  private Decision replace(NodeName node, String why, Instant now) {
    var key = "redeploy " + node;
    if (!mayRestart(key, REDEPLOYS, now))
      return escalate("node " + node + " was placed again too often: " + why);
    note(key, REDEPLOYS, now);
    return new Decision.Replace(why);
  }

  private static Decision escalate(String why) {
    return new Decision.Escalate(why);
  }

  /** Whether the whole ensemble may be placed once more; if so, everything below begins anew. */
  boolean mayRedeploy(Instant now) {
    if (!mayRestart("ensemble", ENSEMBLE, now)) return false;
    restarts.keySet().removeIf(key -> !key.equals("ensemble"));
    note("ensemble", ENSEMBLE, now);
    return true;
  }

  // --- how often

  private boolean mayRestart(String key, Limit limit, Instant now) {
    return recent(key, limit, now).size() < limit.times();
  }

  private Decision restart(Set<AllocationName> scope, String key, Limit limit, Instant now) {
    int before = recent(key, limit, now).size();
    note(key, limit, now);
    restarts.keySet().removeIf(below -> below.startsWith(key + "/")); // who is new begins anew
    return new Decision.Restart(scope, pause(before), before + 1);
  }

  /** At once the first time, then after a second, two, four, up to half a minute. */
  private static Duration pause(int before) {
    return before == 0 ? Duration.ZERO : PAUSES.afterFailures(before);
  }

  private List<Instant> recent(String key, Limit limit, Instant now) {
    return restarts.getOrDefault(key, List.of()).stream()
        .filter(at -> at.plus(limit.within()).isAfter(now))
        .toList();
  }

  private void note(String key, Limit limit, Instant now) {
    var times = new ArrayList<>(recent(key, limit, now));
    times.add(now);
    restarts.put(key, times);
  }

  /** What a record remembers of it. */
  Map<String, List<Instant>> history() {
    return restarts;
  }
}
