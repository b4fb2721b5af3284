package atoll.simulation.planted;

import atoll.actor.Dispatcher;
import atoll.actor.Registration;
import atoll.simulation.world.Adapters;
import atoll.simulation.world.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Clocks, turns and chance that are none. */
final class TimeBugs {
  private static final Duration BACK = Duration.ofMinutes(20);
  private static final int SOME = 9;

  private TimeBugs() {}

  static List<Bug> all() {
    return List.of(
        new Bug(
            "clock-stands-still",
            "a process's clock stays at its first reading",
            Scenario.CALM,
            () -> Adapters.HONEST.clock(TimeBugs::still)),
        new Bug(
            "clock-runs-backwards",
            "every reading of a clock is earlier than the one before",
            Scenario.CALM,
            () -> Adapters.HONEST.clock(TimeBugs::backwards)),
        new Bug(
            "clock-jumps",
            "every ninth reading of a clock is twenty minutes off",
            Scenario.CALM,
            () -> Adapters.HONEST.clock(TimeBugs::jumping)),
        new Bug(
            "dispatcher-drops-timers",
            "one timer in nine never comes",
            Scenario.CALM,
            () -> Adapters.HONEST.dispatcher(inner -> new Dropping(inner, true))),
        new Bug(
            "dispatcher-drops-tasks",
            "one task in nine never gets its turn",
            Scenario.CALM,
            () -> Adapters.HONEST.dispatcher(inner -> new Dropping(inner, false))),
        new Bug(
            "dispatcher-runs-twice",
            "every task gets two turns",
            Scenario.CALM,
            () -> Adapters.HONEST.dispatcher(Twice::new)),
        new Bug(
            "chance-repeats-itself",
            "every process draws the same numbers",
            Scenario.CRASHES,
            () -> Adapters.HONEST.random(_ -> same())));
  }

  private static RandomGenerator same() {
    return new SplittableRandom(4);
  }

  private static InstantSource still(InstantSource inner) {
    var first = inner.instant();
    return () -> first;
  }

  private static InstantSource backwards(InstantSource inner) {
    var first = inner.instant();
    return () -> first.minus(Duration.between(first, inner.instant()));
  }

  private static InstantSource jumping(InstantSource inner) {
    return new InstantSource() {
      private int count;

      @Override
      public Instant instant() {
        return ++count % SOME == 0 ? inner.instant().minus(BACK) : inner.instant();
      }
    };
  }

  private static final class Dropping implements Dispatcher {
    private final Dispatcher inner;
    private final boolean timers;
    private int count;

    Dropping(Dispatcher inner, boolean timers) {
      this.inner = inner;
      this.timers = timers;
    }

    @Override
    public void execute(Runnable task) {
      if (timers || ++count % SOME != 0) inner.execute(task);
    }

    @Override
    public Registration schedule(Duration delay, Runnable task) {
      return !timers || ++count % SOME != 0 ? inner.schedule(delay, task) : () -> {};
    }
  }

  private record Twice(Dispatcher inner) implements Dispatcher {
    @Override
    public void execute(Runnable task) {
      inner.execute(task);
      inner.execute(task);
    }

    @Override
    public Registration schedule(Duration delay, Runnable task) {
      return inner.schedule(delay, task);
    }
  }
}
