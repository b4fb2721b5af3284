package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import atoll.kernel.AllocationName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Who depends on whom, to find circles in it. */
final class DependencyOrder {
  private record Edge(AllocationName to, Value item) {}

  /** One allocation on the way, and how many of its edges have been followed. */
  private static final class Step {
    final AllocationName at;
    int followed;

    Step(AllocationName at) {
      this.at = at;
    }
  }

  private final Map<AllocationName, List<Edge>> edges = new LinkedHashMap<>();

  void add(AllocationName from, AllocationName to, Value item) {
    edges.computeIfAbsent(from, _ -> new ArrayList<>()).add(new Edge(to, item));
  }

  /** Notes each circle once, where it closes. */
  void refuseCycles() {
    Set<AllocationName> done = new HashSet<>();
    for (var start : edges.keySet()) follow(start, done);
  }

  private void follow(AllocationName start, Set<AllocationName> done) {
    if (done.contains(start)) return;
    Deque<Step> way = new ArrayDeque<>();
    Set<AllocationName> onWay = new HashSet<>();
    way.addLast(new Step(start));
    onWay.add(start);
    while (!way.isEmpty()) {
      var step = way.getLast();
      var out = edges.getOrDefault(step.at, List.of());
      if (step.followed == out.size()) {
        way.removeLast();
        onWay.remove(step.at);
        done.add(step.at);
        continue;
      }
      var edge = out.get(step.followed++);
      if (onWay.contains(edge.to())) refuse(edge, way);
      else if (!done.contains(edge.to())) {
        way.addLast(new Step(edge.to()));
        onWay.add(edge.to());
      }
    }
  }

  private static void refuse(Edge closing, Deque<Step> way) {
    var circle =
        way.stream()
            .dropWhile(s -> !s.at.equals(closing.to()))
            .map(s -> s.at.value())
            .collect(Collectors.joining(" → "));
    closing
        .item()
        .problem(
            Code.CYCLE,
            "depends on itself in a circle: " + circle + " → " + closing.to(),
            "take one of these dependencies away");
  }
}
