package atoll.simulation;

import atoll.simulation.planted.Bug;
import atoll.simulation.world.Adapters;
import atoll.simulation.world.Scenario;
import atoll.simulation.world.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code ./simulate}. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lives whole networks of production code on seeded time, chance, ways, disks and machines, and checks after every step",
      "that nothing is lost, sold twice or run twice, and that all comes to rest once healed."
    },
    footerHeading = "%nScenarios (a seed without one lives in the one that its number chooses):%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every law held", "1:wrong use", "4:a law did not hold"})
public final class Simulate implements Callable<Integer> {
  private static final int BROKEN = 4;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--seeds", paramLabel = "N", description = "live this many seeds")
  private @Nullable Long seeds;

  @Option(names = "--from", paramLabel = "K", description = "the first of them (default: 1)")
  private @Nullable Long from;

  @Option(names = "--seed", paramLabel = "K", description = "live this one, and say more of it")
  private @Nullable Long seed;

  @Option(names = "--trace", description = "with --seed: print all that happens in it")
  private boolean trace;

  @Option(names = "--scenario", paramLabel = "NAME", description = "all in this scenario")
  private @Nullable String scenario;

  @Option(
      names = "--planted",
      description = "plant bugs in the world's own adapters, one by one, and see each noticed")
  private boolean planted;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "seeds at once (default: one a processor)")
  private @Nullable Integer workers;

  public static void main(String[] args) {
    var line = new CommandLine(new Simulate());
    var footer = new ArrayList<String>();
    for (var each : Scenario.values()) footer.add("  %-9s %s".formatted(each.text(), each.about()));
    line.getCommandSpec().usageMessage().footer(footer.toArray(String[]::new)).width(120);
    line.setParameterExceptionHandler((wrong, _) -> {
      wrong.getCommandLine().getErr().println("simulate: " + wrong.getMessage());
      wrong.getCommandLine().getErr().println("simulate: see ./simulate --help");
      return 1;
    });
    System.exit(line.execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    var scratch = Files.createTempDirectory("simulate");
    try {
      if (planted) return planted(scratch);
      return seed != null ? one(seed, scratch) : many(seeds == null ? 0 : seeds, scratch);
    } finally {
      SeedRun.remove(scratch);
    }
  }

  private void check() {
    if (planted && (seed != null || seeds != null || from != null || scenario != null || trace))
      throw wrong("--planted chooses its own seeds; it takes only --workers");
    if (!planted && seed == null && seeds == null)
      throw wrong("say how many seeds: --seeds 100, or which: --seed 7");
    if (seed != null && (seeds != null || from != null))
      throw wrong("--seed names one seed; --seeds and --from name many");
    if (trace && seed == null) throw wrong("--trace prints one seed's life: name it with --seed");
    if (seeds != null && seeds < 1) throw wrong("--seeds is " + seeds + ", and must be at least 1");
    if (workers != null && (workers < 1 || workers > 256))
      throw wrong("--workers is " + workers + ", and must be 1 to 256");
    if (scenario != null && Scenario.parse(scenario).isEmpty())
      throw wrong(
          "no scenario \"" + scenario + "\"; there are " + String.join(", ", Campaign.scenarios()));
  }

  private ParameterException wrong(String what) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), what);
  }

  private Optional<Scenario> named() {
    return Optional.ofNullable(scenario).flatMap(Scenario::parse);
  }

  private int one(long which, Path scratch) {
    var run =
        SeedRun.live(
            which,
            named().orElseGet(() -> Scenario.of(which)),
            Adapters.HONEST,
            new Trace(trace ? 0 : 40),
            scratch);
    if (trace) run.trace().lines().forEach(System.out::println);
    System.out.println(Telling.of(run, !trace));
    return run.violation().isEmpty() ? 0 : BROKEN;
  }

  private int many(long count, Path scratch) throws InterruptedException {
    long first = from == null ? 1 : from;
    long begun = System.nanoTime();
    var summary =
        new Campaign(first, count, named(), hands(), scratch, run -> print(Telling.of(run, true)))
            .run();
    print(Telling.of(summary, (System.nanoTime() - begun) / 1_000_000));
    return summary.failures() == 0 ? 0 : BROKEN;
  }

  private int planted(Path scratch) throws InterruptedException {
    var bugs = Bug.all();
    long begun = System.nanoTime();
    long missed = new Planting(hands(), scratch).run(bugs, found -> print(Telling.of(found)));
    print(
        "%d of %d planted bugs noticed in %.1f s"
            .formatted(bugs.size() - missed, bugs.size(), (System.nanoTime() - begun) / 1e9));
    return missed == 0 ? 0 : BROKEN;
  }

  private int hands() {
    return workers == null ? Runtime.getRuntime().availableProcessors() : workers;
  }

  private static synchronized void print(String text) {
    System.out.println(text);
  }
}
