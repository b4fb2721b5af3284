package atoll.simulation.world;

import atoll.actor.Actor;
import atoll.actor.Dispatcher;
import atoll.capability.CapabilityContext;
import atoll.identity.PeerId;
import atoll.identity.PrivateKey;
import atoll.journal.Journal;
import atoll.journal.JournalException;
import atoll.journal.disk.SimulatedCrash;
import atoll.kernel.AtollException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A machine of the world: its clock and its disk, and the process on it, which ends and starts
 * again. What outlives the process is here.
 */
abstract class Host {
  private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

  final String name;
  final PrivateKey key;
  final NodeClock clock;
  final Medium medium;
  final World world;
  private Optional<Life> life = Optional.empty();
  private int lives;
  private boolean lost;
  private boolean endsWithPower;

  Host(String name, World world) {
    this.name = name;
    this.world = world;
    var chance = world.chance(name);
    key = PrivateKey.generate(chance.random());
    double drift = 1 + (chance.random().nextDouble() - 0.5) / 5000; // up to 100 ppm
    clock = new NodeClock(world.turns(), drift, Duration.ZERO);
    medium = new Medium(world.chance(name + " disk"), world.tally(), world.adapters().disk());
  }

  /** Everything that a process of this host is made of. */
  record Grounds(
      Life life,
      Society society,
      WireTransport transport,
      Journal journal,
      RandomGenerator random,
      CapabilityContext context,
      Actor actor,
      Dispatcher dispatcher,
      InstantSource clock) {}

  /** Starts the production node on it. */
  abstract void open(Grounds grounds);

  /** The process has ended. */
  abstract void closed(Life ended);

  PeerId peer() {
    return PeerId.of(key.publicKey());
  }

  Optional<Life> life() {
    return life;
  }

  boolean isUp() {
    return life.isPresent();
  }

  boolean isLost() {
    return lost;
  }

  /** When its process ends next, the machine loses its power too. */
  void endWithPower() {
    endsWithPower = true;
  }

  /** The machine has lost its power; its process has ended. */
  void powerLost() {
    medium.powerLost();
  }

  /** Never comes back. */
  void lose() {
    lost = true;
    life.ifPresent(Life::end);
  }

  /** Starts a process; one that cannot start, or ends while it does, is started again later. */
  void start() {
    if (lost || isUp()) return;
    world.note(name, "boots, life " + ++lives);
    var now = new Life(name, world.turns(), clock, this::ended);
    life = Optional.of(now);
    try {
      open(grounds(now));
    } catch (Crash | SimulatedCrash crash) {
      world.note(name, "crashed while it booted");
    } catch (JournalException e) {
      world.note(name, "does not boot: " + e.getMessage());
      world.laws().refusedToBoot(this, e);
      now.end();
    } catch (AtollException e) {
      throw new Violation("a node boots on what it kept", name + ": " + e.getMessage(), e);
    }
  }

  private Grounds grounds(Life now) {
    var adapters = world.adapters();
    var wall = adapters.clock().apply(clock);
    var dispatcher = adapters.dispatcher().apply(now);
    var random = adapters.random().apply(world.chance(name + " life " + lives).random());
    var transport = world.wire().join(peer(), name, now, clock);
    var context = world.society().member(key, wall, random);
    var journal = adapters.journal().around(name, medium.open(now));
    var actor = Society.actor(key, context, transport, dispatcher, wall, random);
    return new Grounds(
        now, world.society(), transport, journal, random, context, actor, dispatcher, wall);
  }

  private void ended() {
    var was = life.orElseThrow();
    life = Optional.empty();
    world.note(name, "is down");
    world.wire().leave(name);
    closed(was);
    if (endsWithPower) powerLost();
    endsWithPower = false;
    if (!lost) world.later(world.downTime().orElse(TRY_AGAIN), this::start);
  }

  @Override
  public String toString() {
    return name;
  }
}
