package atoll.simulation.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What goes wrong with a world, and when: one thing after another while it is troubled. */
final class Faults {
  private static final Duration OFTEN = Duration.ofMillis(120);
  private static final Duration SELDOM = Duration.ofMillis(1200);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(25);
  private static final Duration MOST_SKEW = Duration.ofMinutes(10);
  private static final double FOR_GOOD = 0.3;
  private static final double WITH_POWER = 0.5;
  private static final int MOST_TOUCHES = 60;
  private static final double START_FAILURES = 0.05;
  private static final double RUNTIME_FAILURES = 0.05;

  private final World world;
  private final Chance chance;
  private final Tally tally;

  private boolean onlyForGood;

  Faults(World world) {
    this.world = world;
    this.chance = world.chance("faults");
    this.tally = world.tally();
  }

  void begin(Scenario scenario) {
    onlyForGood = scenario == Scenario.LOSSES;
    world.weather().worsen(scenario.loss(), scenario.repetition(), scenario.loss());
    for (var host : victims(scenario)) host.medium.worsen(scenario.diskFailures());
    if (scenario == Scenario.STORM || scenario == Scenario.DEATHS)
      for (var host : world.providers()) host.ground().worsen(START_FAILURES, RUNTIME_FAILURES);
    if (scenario.isTroubled()) next(scenario);
  }

  private void next(Scenario scenario) {
    world.later(
        chance.between(OFTEN, SELDOM),
        () -> {
          if (!world.isTroubled()) return;
          happen(scenario.draw(chance), victims(scenario));
          next(scenario);
        });
  }

  private void happen(FaultKind kind, List<Host> victims) {
    switch (kind) {
      case PARTITION -> cut(kind, true);
      case ONE_WAY_PARTITION -> cut(kind, false);
      case PAUSE -> pause();
      case ORCHESTRATOR_CRASH -> crash(kind, chance.one(world.orchestrators()));
      case PROVIDER_CRASH -> crash(kind, chance.one(world.providers()));
      case CRASH_IN_A_STEP -> crashLater(chance.one(victims));
      case MACHINE_LOST -> losePower(chance.one(world.providers()));
      case CLOCK_SET -> setClock(chance.one(world.hosts()));
      case DISK_FULL -> fillDisk(chance.one(victims));
      case WORKLOAD_DIED -> chance.one(world.providers()).ground().lose(chance);
      case MESSAGE_LOST,
          MESSAGE_REPEATED,
          MESSAGE_LATE,
          DISK_WRITE_FAILED,
          START_FAILED,
          EXECUTOR_FAILED ->
          throw new IllegalStateException(kind + " happens by rate");
    }
  }

  private List<Host> victims(Scenario scenario) {
    return world.hosts().stream().filter(scenario::troubles).toList();
  }

  private void cut(FaultKind kind, boolean bothWays) {
    var side = new ArrayList<String>();
    var others = new ArrayList<String>();
    for (var host : world.hosts()) (chance.happens(0.4) ? side : others).add(host.name);
    var ways = new LinkedHashSet<Weather.Way>();
    for (var one : side)
      for (var other : others) {
        ways.add(new Weather.Way(one, other));
        if (bothWays) ways.add(new Weather.Way(other, one));
      }
    if (ways.isEmpty()) return;
    happened(kind, side + (bothWays ? " <-/-> " : " -/-> ") + others);
    world.weather().cut(ways);
    mendLater(ways);
  }

  private void mendLater(Set<Weather.Way> ways) {
    world.later(chance.between(SHORT, LONG), () -> world.weather().mend(ways));
  }

  private void pause() {
    var host = chance.one(world.hosts());
    host.life()
        .ifPresent(life -> {
          if (life.isPaused()) return;
          happened(FaultKind.PAUSE, host.name);
          life.pause();
          world.later(chance.between(Duration.ofMillis(50), LONG), life::resume);
        });
  }

  private void crash(FaultKind kind, Host host) {
    host.life()
        .ifPresent(life -> {
          happened(kind, host.name);
          life.end();
        });
  }

  private void crashLater(Host host) {
    host.life()
        .ifPresent(life -> {
          int touches = chance.between(1, MOST_TOUCHES);
          if (chance.happens(WITH_POWER)) host.endWithPower();
          happened(FaultKind.CRASH_IN_A_STEP, host.name + " after " + touches + " touches");
          life.endAfter(touches);
        });
  }

  private void losePower(ProviderHost host) {
    if (host.isLost() || !host.isUp()) return;
    long left = world.providers().stream().filter(p -> !p.isLost()).count();
    boolean forGood = left > 2 && (onlyForGood || chance.happens(FOR_GOOD));
    if (onlyForGood && !forGood) return;
    happened(FaultKind.MACHINE_LOST, host.name + (forGood ? " for good" : ""));
    if (forGood) world.laws().goesForGood(host);
    host.endWithPower();
    if (forGood) host.lose();
    else host.life().ifPresent(Life::end);
  }

  private void setClock(Host host) {
    var ahead = chance.between(MOST_SKEW.negated(), MOST_SKEW);
    happened(FaultKind.CLOCK_SET, host.name + " " + ahead);
    host.clock.set(ahead);
  }

  private void fillDisk(Host host) {
    happened(FaultKind.DISK_FULL, host.name);
    host.medium.full(true);
    world.later(chance.between(SHORT, LONG), () -> host.medium.full(false));
  }

  private void happened(FaultKind kind, String what) {
    tally.count(kind);
    world.note("fault", kind.text() + ": " + what);
  }

  /** Ends all of it: ways are mended, clocks set right, disks have room, processes go on. */
  void heal() {
    world.note("world", "heals");
    world.weather().heal();
    for (var host : List.copyOf(world.hosts())) {
      host.medium.worsen(0);
      host.medium.full(false);
      host.clock.set(Duration.ZERO);
      host.life().filter(Life::isPaused).ifPresent(Life::resume);
      host.life().ifPresent(life -> life.endAfter(Integer.MAX_VALUE));
      if (host instanceof ProviderHost provider) provider.ground().worsen(0, 0);
    }
  }
}
