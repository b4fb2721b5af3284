package atoll.simulation;

import atoll.simulation.world.Adapters;
import atoll.simulation.world.Scenario;
import atoll.simulation.world.Tally;
import atoll.simulation.world.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Many seeds, each in a world of its own, on as many threads as there are processors.
 *
 * @param scenario the one they all live in; each its own if empty
 * @param failed told of each seed that broke a law, by whatever thread lived it
 */
record Campaign(
    long from,
    long seeds,
    Optional<Scenario> scenario,
    int workers,
    Path scratch,
    Consumer<SeedRun> failed) {
  private static final int LINES_KEPT = 40;
  private static final int MOST_FAILURES = 20;

  /** What came of them. */
  record Summary(
      long seeds,
      long failures,
      long steps,
      Duration nodeTime,
      List<Duration> replacements,
      Tally faults) {
    /** The time that so many of a hundred replacements at most took. */
    Optional<Duration> replacement(int percent) {
      if (replacements.isEmpty()) return Optional.empty();
      var sorted = replacements.stream().sorted().toList();
      return Optional.of(sorted.get((sorted.size() * percent + 99) / 100 - 1));
    }

    double nodeDays() {
      return nodeTime.toMillis() / 86_400_000.0;
    }
  }

  /** Lives them all, or stops where too many have failed. */
  Summary run() throws InterruptedException {
    var next = new AtomicLong(from);
    var failures = new AtomicLong();
    var parts = new ArrayList<Future<Part>>();
    try (var threads = Executors.newFixedThreadPool(workers)) {
      for (int i = 0; i < workers; i++) parts.add(threads.submit(() -> work(next, failures)));
    }
    var whole = new Part();
    for (var part : parts) whole.add(get(part));
    return new Summary(
        whole.seeds, failures.get(), whole.steps, whole.nodeTime, whole.replacements, whole.faults);
  }

  private static Part get(Future<Part> part) throws InterruptedException {
    try {
      return part.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a worker failed: " + e.getCause(), e.getCause());
    }
  }

  private static final class Part {
    private final Tally faults = new Tally();
    private Duration nodeTime = Duration.ZERO;
    private final List<Duration> replacements = new ArrayList<>();
    private long seeds;
    private long steps;

    void add(Part other) {
      faults.add(other.faults);
      replacements.addAll(other.replacements);
      nodeTime = nodeTime.plus(other.nodeTime);
      seeds += other.seeds;
      steps += other.steps;
    }
  }

  private Part work(AtomicLong next, AtomicLong failures) {
    var part = new Part();
    while (failures.get() < MOST_FAILURES) {
      long seed = next.getAndIncrement();
      if (seed >= from + seeds) break;
      var run =
          SeedRun.live(
              seed,
              scenario.orElseGet(() -> Scenario.of(seed)),
              Adapters.HONEST,
              new Trace(LINES_KEPT),
              scratch);
      part.seeds++;
      part.steps += run.summary().steps();
      part.faults.add(run.summary().faults());
      if (run.summary().scenario() == Scenario.LOSSES)
        part.replacements.addAll(run.summary().replacements());
      part.nodeTime = part.nodeTime.plus(run.summary().time().multipliedBy(run.summary().nodes()));
      if (run.violation().isEmpty()) continue;
      failures.incrementAndGet();
      failed.accept(run);
    }
    return part;
  }

  static List<String> scenarios() {
    var names = new ArrayList<String>();
    for (var scenario : Scenario.values()) names.add(scenario.text());
    return names;
  }
}
