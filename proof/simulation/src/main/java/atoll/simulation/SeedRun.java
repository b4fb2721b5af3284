package atoll.simulation;

import atoll.simulation.world.Adapters;
import atoll.simulation.world.Scenario;
import atoll.simulation.world.Trace;
import atoll.simulation.world.Violation;
import atoll.simulation.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/**
 * One seed, lived in one scenario.
 *
 * @param violation the law that did not hold, if one did not
 * @param trace as much of it as was kept
 */
record SeedRun(World.Summary summary, Optional<Violation> violation, Trace trace) {
  static {
    LoggedErrors.listen();
  }

  /**
   * Lives it on this thread.
   *
   * @param scratch a folder to work in; all of this run's is removed
   */
  static SeedRun live(long seed, Scenario scenario, Adapters adapters, Trace trace, Path scratch) {
    var folder = scratch.resolve("seed-" + seed);
    var _ = LoggedErrors.take();
    try {
      var world = new World(seed, scenario, adapters, trace, folder);
      var violation = violationOf(world);
      return new SeedRun(world.summary(), violation, trace);
    } finally {
      remove(folder);
    }
  }

  private static Optional<Violation> violationOf(World world) {
    try {
      world.live();
    } catch (Violation violation) {
      return Optional.of(violation);
    } catch (RuntimeException e) {
      return Optional.of(new Violation("the world goes on", String.valueOf(e), e));
    }
    return LoggedErrors.take().map(error -> new Violation("production code logs no error", error));
  }

  static void remove(Path folder) {
    if (!Files.exists(folder)) return;
    try (var walk = Files.walk(folder)) {
      for (var path : walk.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + folder, e);
    }
  }
}
