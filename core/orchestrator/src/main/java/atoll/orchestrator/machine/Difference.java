package atoll.orchestrator.machine;

import atoll.ensemble.Ensemble;
import atoll.kernel.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How what runs differs from what an ensemble says: allocations by manifest key, and the nodes that
 * are new.
 */
public record Difference(
    List<String> kept,
    List<String> added,
    List<String> ended,
    List<String> replaced,
    Set<NodeName> newNodes) {

  static Difference between(Course course, Ensemble target) {
    var kept = new ArrayList<String>();
    var added = new ArrayList<String>();
    var ended = new ArrayList<String>();
    var replaced = new ArrayList<String>();
    var newNodes = new LinkedHashSet<NodeName>();
    var next = Standbys.of(target).ensemble();
    var requests = new Requests(course.id, next);
    next.nodes()
        .forEach((node, spec) -> {
          if (!course.standbys.ensemble().nodes().containsKey(node)) newNodes.add(node);
          for (var name : spec.allocations()) {
            var now = course.fleet.at(node).flatMap(berth -> berth.find(name));
            var key = node + "." + name;
            if (now.isEmpty()) added.add(key);
            else if (now.get().make.equals(requests.make(node, name))) kept.add(key);
            else replaced.add(key);
          }
        });
    for (var berth : course.fleet.current())
      for (var progress : berth.allocations) {
        var spec = next.nodes().get(berth.node);
        if (spec == null || !spec.allocations().contains(progress.id.allocation()))
          ended.add(progress.id.manifestKey());
      }
    return new Difference(kept, added, ended, replaced, newNodes);
  }
}
