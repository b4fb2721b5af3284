package atoll.simulation.planted;

import atoll.simulation.world.Adapters;
import atoll.simulation.world.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Something wrong with what production code stands on.
 *
 * @param name for commands: {@code executor-starts-twice}
 * @param about a sentence for people
 * @param scenario what brings it to light
 * @param planted makes the adapters of one world; what they remember is that world's
 */
public record Bug(String name, String about, Scenario scenario, Supplier<Adapters> planted) {

  /** All of them, each of its own kind. */
  public static List<Bug> all() {
    var bugs = new ArrayList<Bug>();
    bugs.addAll(JournalBugs.all());
    bugs.addAll(ExecutorBugs.all());
    bugs.addAll(WayBugs.all());
    bugs.addAll(TimeBugs.all());
    return List.copyOf(bugs);
  }
}
