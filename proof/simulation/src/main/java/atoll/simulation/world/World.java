package atoll.simulation.world;

import atoll.journal.disk.SimulatedCrash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A whole network of production code on simulated time, ways, disks and machines: troubled for a
 * while, then healed, then asked to end everything. One thread; the same seed lives the same life.
 */
public final class World {
  /** A patience that began while a clock was ten minutes fast ends ten minutes late. */
  private static final Duration LONGEST_REST = Duration.ofMinutes(15);

  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final long MOST_STEPS = 2_000_000;

  private final long seed;
  private final Scenario scenario;
  private final Adapters adapters;
  private final Trace trace;
  private final Tally tally = new Tally();
  private final Turns turns;
  private final Weather weather;
  private final Wire wire;
  private final Society society;
  private final Laws laws;
  private final Rest rest;
  private final User user;
  private final Faults faults;
  private final List<OrchestratorHost> orchestrators = new ArrayList<>();
  private final List<ProviderHost> providers = new ArrayList<>();
  private final List<Host> hosts = new ArrayList<>();
  private boolean troubled = true;
  private long steps;

  /**
   * @param folder where providers keep the folders of allocations; empty before, and afterwards for
   *     the caller to remove
   */
  public World(long seed, Scenario scenario, Adapters adapters, Trace trace, Path folder) {
    this.seed = seed;
    this.scenario = scenario;
    this.adapters = adapters;
    this.trace = trace;
    turns = new Turns(chance("turns"));
    weather = new Weather(chance("weather"), tally);
    wire = new Wire(turns, trace, weather);
    wire.fate(adapters.fate().apply(weather));
    society = Society.of(new NodeClock(turns, 1, Duration.ZERO), chance("society").random());
    laws = new Laws(this);
    rest = new Rest(this);
    user = new User(this);
    var size = chance("size");
    int deploying = size.between(1, 3);
    int lending = size.between(3, 6);
    for (int i = 1; i <= deploying; i++) orchestrators.add(new OrchestratorHost("o" + i, this));
    for (int i = 1; i <= lending; i++)
      providers.add(new ProviderHost("p" + i, this, scenario.cores(size), folder.resolve("p" + i)));
    hosts.addAll(orchestrators);
    hosts.addAll(providers);
    faults = new Faults(this);
    user.plan(orchestrators, size.between(3, 6));
    user.planDrain(providers);
  }

  /** What came of a world that broke no law. */
  public record Summary(
      long seed,
      Scenario scenario,
      long steps,
      Duration time,
      int nodes,
      Tally faults,
      List<Duration> replacements,
      String hash) {}

  /**
   * Lives it to the end.
   *
   * @throws Violation if a law did not hold
   */
  public Summary live() {
    for (var host : hosts) host.start();
    faults.begin(scenario);
    while (turns.nanos() < Scenario.TROUBLE.toNanos()) step();
    troubled = false;
    faults.heal();
    settle("it comes to rest once healed", rest::unrest);
    user.wantAllEnded();
    settle("everything ends when asked to, and gives all back", rest::leftovers);
    for (var orchestrator : orchestrators) {
      user.askForAll(orchestrator, providers.stream().filter(p -> !p.isLost()).toList());
      settle("all that is lent can be used again", rest::unusable);
    }
    quiet();
    return summary();
  }

  /** Nothing happens by itself any more. */
  private void quiet() {
    long until = turns.nanos() + QUIET.toNanos();
    while (turns.nanos() < until) step();
    settle("what has ended stays ended", rest::leftovers);
  }

  /** As far as it has lived. */
  public Summary summary() {
    return new Summary(
        seed,
        scenario,
        steps,
        Duration.ofNanos(turns.nanos()),
        hosts.size(),
        tally,
        laws.replacements(),
        trace.hash());
  }

  /** Why something is not yet as it should be. */
  private interface Unrest {
    Optional<String> now();
  }

  private void settle(String law, Unrest unrest) {
    long until = turns.nanos() + LONGEST_REST.toNanos();
    long nextLook = turns.nanos();
    var last = turns.observe(unrest::now);
    while (last.isPresent()) {
      if (turns.nanos() > until)
        throw new Violation(law, last.get() + ", " + LONGEST_REST.toMinutes() + " minutes after");
      nextLook += LOOK.toNanos();
      while (turns.nanos() < nextLook) step();
      last = turns.observe(unrest::now);
    }
  }

  private void step() {
    if (++steps > MOST_STEPS) throw new Violation("time passes", MOST_STEPS + " steps, and no end");
    var task = turns.next();
    if (task == null) {
      turns.waitUntil(turns.nanos() + LOOK.toNanos());
      return;
    }
    var life = task.life();
    if (life == null) {
      task.work().run();
      laws.throwSeen();
      return;
    }
    if (!life.isAlive()) return;
    if (life.isPaused()) {
      life.park(task);
      return;
    }
    try {
      task.work().run();
    } catch (Crash | SimulatedCrash crash) {
      laws.throwSeen(); // the crash itself its host has noted
      return;
    } catch (Violation violation) {
      throw violation;
    } catch (RuntimeException e) {
      throw new Violation("no task of a node fails", life.name() + ": " + e, e);
    }
    laws.throwSeen();
    for (var host : hosts) if (host.life().orElse(null) == life) laws.afterStep(host);
  }

  // --- what its parts need

  Chance chance(String purpose) {
    return Chance.of(seed, purpose);
  }

  Turns turns() {
    return turns;
  }

  Trace trace() {
    return trace;
  }

  Tally tally() {
    return tally;
  }

  Weather weather() {
    return weather;
  }

  Wire wire() {
    return wire;
  }

  Society society() {
    return society;
  }

  Adapters adapters() {
    return adapters;
  }

  Laws laws() {
    return laws;
  }

  User user() {
    return user;
  }

  List<Host> hosts() {
    return hosts;
  }

  List<OrchestratorHost> orchestrators() {
    return orchestrators;
  }

  List<ProviderHost> providers() {
    return providers;
  }

  boolean isTroubled() {
    return troubled;
  }

  void note(String who, String what) {
    trace.add(turns.nanos(), who, what);
  }

  void later(Duration delay, Runnable work) {
    var _ = turns.schedule(null, delay, work);
  }

  /** How long a process that ended stays down. */
  Optional<Duration> downTime() {
    return Optional.of(
        Duration.ofMillis(500 + Math.floorMod(turns.nanos() / 1000 * 31 + seed, 14_500L)));
  }
}
