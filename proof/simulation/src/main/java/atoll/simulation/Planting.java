package atoll.simulation;

import atoll.simulation.planted.Bug;
import atoll.simulation.world.Adapters;
import atoll.simulation.world.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Plants bugs one by one, and lives seeds until a law notices. A seed counts only if the same
 * world, honest, holds.
 */
record Planting(int workers, Path scratch) {
  static final long MOST_SEEDS = 2000;
  private static final int LINES_KEPT = 1;

  /** What became of one bug; without a run it was not noticed. */
  record Found(Bug bug, long seeds, Optional<SeedRun> run) {}

  /**
   * Looks for all of them.
   *
   * @param told told of each, by whatever thread looked for it
   * @return how many were not noticed
   */
  long run(List<Bug> bugs, Consumer<Found> told) throws InterruptedException {
    var looking = new ArrayList<Future<Found>>();
    try (var threads = Executors.newFixedThreadPool(workers)) {
      for (var bug : bugs)
        looking.add(
            threads.submit(() -> {
              var found = find(bug);
              told.accept(found);
              return found;
            }));
    }
    long missed = 0;
    for (var found : looking) if (get(found).run().isEmpty()) missed++;
    return missed;
  }

  private static Found get(Future<Found> found) throws InterruptedException {
    try {
      return found.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a worker failed: " + e.getCause(), e.getCause());
    }
  }

  Found find(Bug bug) {
    for (long seed = 1; seed <= MOST_SEEDS; seed++) {
      var run = live(bug, seed, bug.planted().get());
      if (run.violation().isPresent() && live(bug, seed, Adapters.HONEST).violation().isEmpty())
        return new Found(bug, seed, Optional.of(run));
    }
    return new Found(bug, MOST_SEEDS, Optional.empty());
  }

  private SeedRun live(Bug bug, long seed, Adapters adapters) {
    var folder = scratch.resolve(bug.name());
    return SeedRun.live(seed, bug.scenario(), adapters, new Trace(LINES_KEPT), folder);
  }
}
