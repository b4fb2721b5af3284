package atoll.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Which module may use which; ARCHITECTURE.md says why. Maven itself refuses what a POM does not
 * declare.
 */
class ArrowsTest {
  /** Direct arrows; what a module's own uses use, it may use too. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("kernel", Set.of()),
          Map.entry("identity", Set.of("kernel")),
          Map.entry("capability", Set.of("identity")),
          Map.entry("actor", Set.of("capability")),
          Map.entry("journal", Set.of("kernel")),
          Map.entry("schedule", Set.of("journal")),
          Map.entry("journal-postgresql", Set.of("journal")),
          Map.entry("jobs-redis", Set.of("jobs")),
          Map.entry("web", Set.of("kernel")),
          Map.entry("ensemble", Set.of("kernel")),
          Map.entry("market", Set.of("ensemble")),
          Map.entry("workload", Set.of("kernel")),
          Map.entry("protocol", Set.of("actor", "market")),
          Map.entry("provider", Set.of("protocol", "workload", "journal")),
          Map.entry("orchestrator", Set.of("protocol", "journal")),
          Map.entry("jobs", Set.of("market", "workload", "journal", "actor")),
          Map.entry("subscriptions", Set.of("journal")),
          Map.entry("settlement", Set.of("journal")),
          Map.entry("hardware", Set.of("provider")),
          Map.entry("workload-docker", Set.of("workload")),
          Map.entry("workload-wasm", Set.of("workload")),
          Map.entry("chain", Set.of("identity")),
          Map.entry("dms", Set.of("web", "provider", "orchestrator")),
          Map.entry(
              "infernet",
              Set.of("web", "jobs", "subscriptions", "settlement", "workload", "chain")),
          Map.entry("cli", Set.of("actor", "ensemble", "hardware", "dms")));

  private static final List<String> FLOORS =
      List.of("foundation", "core", "adapters", "doors", "app", "proof");

  private final House house = House.read();

  @Test
  void everyArrowIsOneThatThePlanAllows() {
    var refused = new ArrayList<String>();
    for (var room : house.rooms().values()) {
      if (room.floor().equals("proof") || room.name().equals("node"))
        continue; // these may use everything below
      for (var used : room.uses())
        if (!reach(room.name()).contains(used)) refused.add(room.name() + " -> " + used);
    }
    assertThat(refused).as("arrows between modules that the table does not allow").isEmpty();
  }

  @Test
  void noArrowPointsUp() {
    var refused = new ArrayList<String>();
    var order = new ArrayList<>(house.rooms().sequencedKeySet());
    for (var room : house.rooms().values())
      for (var used : room.uses()) {
        var below = house.rooms().get(used);
        if (below == null
            || order.indexOf(used) > order.indexOf(room.name())
            || FLOORS.indexOf(below.floor()) > FLOORS.indexOf(room.floor()))
          refused.add(room.name() + " -> " + used);
      }
    assertThat(refused)
        .as("arrows that point up, by floor or by the order of the root POM")
        .isEmpty();
  }

  @Test
  void everyModuleIsOnAFloorAndInTheTable() {
    assertThat(house.rooms().values())
        .allSatisfy(room -> assertThat(FLOORS).contains(room.floor()));
    var unknown = new TreeSet<>(house.rooms().keySet());
    unknown.removeAll(ALLOWED.keySet());
    unknown.removeIf(
        name -> name.equals("node") || house.rooms().get(name).floor().equals("proof"));
    assertThat(unknown).as("modules that no line of the table speaks of").isEmpty();
  }

  private static Set<String> reach(String room) {
    var reached = new TreeSet<String>();
    for (var used : ALLOWED.getOrDefault(room, Set.of())) {
      reached.add(used);
      reached.addAll(reach(used));
    }
    return reached;
  }
}
