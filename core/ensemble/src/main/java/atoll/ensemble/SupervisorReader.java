package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import atoll.kernel.AllocationName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The supervision tree (DMS §6.7). Its depth is bounded by the document's. */
final class SupervisorReader {
  private static final String EXAMPLE = "{strategy: OneForOne, allocations: [web]}";

  private final Set<String> allocations;
  private final Set<AllocationName> supervised = new HashSet<>();

  SupervisorReader(Set<String> allocations) {
    this.allocations = allocations;
  }

  Supervisor read(Value value) {
    var members = value.members("a mapping", EXAMPLE);
    var strategy =
        members
            .require("strategy", "OneForOne, AllForOne or RestForOne")
            .map(s -> s.oneOf(Supervisor.Strategy.values(), WireNames::of))
            .orElse(Supervisor.Strategy.ONE_FOR_ONE);
    var names = new ArrayList<AllocationName>();
    members
        .find("allocations")
        .ifPresent(list -> {
          for (var item : list.items("allocations: [web]"))
            References.allocation(item, allocations)
                .ifPresent(name -> {
                  if (supervised.add(name)) names.add(name);
                  else
                    item.problem(
                        Code.DUPLICATE, Said.quote(name.value()) + " has a supervisor already", "");
                });
        });
    var children =
        members
            .find("children")
            .map(c -> c.items("children: [" + EXAMPLE + "]").stream().map(this::read).toList())
            .orElse(List.of());
    if (members.find("allocations").isEmpty() && children.isEmpty())
      members.missing("allocations", "a supervisor has allocations or children");
    int maxRestarts =
        members
            .find("max_restarts")
            .map(m -> m.whole(0, 1000))
            .orElse(Supervisor.DEFAULT_MAX_RESTARTS);
    var within = HealthCheckReader.span(members, "within", Supervisor.DEFAULT_WITHIN, false);
    members.refuseOthers();
    return new Supervisor(strategy, names, children, maxRestarts, within);
  }
}
