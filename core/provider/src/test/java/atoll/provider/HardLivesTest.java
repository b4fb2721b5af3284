package atoll.provider;

import static atoll.provider.World.id;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.journal.FaultyJournal;
import atoll.kernel.AllocationType;
import atoll.kernel.AtollException;
import atoll.protocol.CommitRequest;
import atoll.workload.Exit;
import atoll.workload.ScriptedExecutor.Scene;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lives that chance wrote: a disk and a runtime that fail at any call, commands that come twice or
 * late, deaths at any moment. After each step free + held + running = onboarded; what was promised
 * is there; at the end nothing is left.
 */
@Timeout(60)
class HardLivesTest {
  private static final String[] NAMES = {"a", "b", "c", "d", "e"};

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void capacityIsNeitherSoldTwiceNorLost(long seed) throws Exception {
    for (int life = 0; life < 10; life++) live(seed * 1000 + life);
  }

  private void live(long seed) throws Exception {
    var random = new Random(seed);
    var w = new World(folder.resolve("life-" + seed), seed);
    var attempts = new HashMap<String, Integer>();
    var promised = new HashSet<String>();
    w.executor.script(_ -> scene(random));
    for (int step = 0; step < 120; step++) {
      w.journal.failing(_ -> fault(random));
      if (random.nextInt(12) == 0) w.executor.failRemovals(1);
      try {
        step(w, random, attempts, promised);
      } catch (AtollException e) {
        assertThat(e).as("seed " + seed).isNotNull(); // refused: nothing is promised
      }
      check(w, seed, promised);
    }
    w.journal.full(false);
    w.executor.failRemovals(0);
    for (var name : NAMES) {
      w.provider.sweep();
      for (int attempt = 1; attempt <= attempts.getOrDefault(name, 0); attempt++) {
        w.revert(name, attempt, 1_000);
        w.shutDown(name, attempt, 1_000);
      }
    }
    w.time.advance(Duration.ofMinutes(2));
    assertThat(w.ledger.snapshot().free()).as("seed " + seed).isEqualTo(World.LENT);
    assertThat(w.ports.reservedDynamic()).as("seed " + seed).isEmpty();
    assertThat(w.executor.running()).as("seed " + seed).isZero();
    w.crash();
    assertThat(w.ledger.snapshot().free()).as("seed " + seed + ", reborn").isEqualTo(World.LENT);
    w.time.advance(Duration.ofHours(25));
    w.provider.sweep();
    assertThat(w.provider.hosted()).as("seed " + seed + ", in the end").isEmpty();
  }

  private static FaultyJournal.Fault fault(Random random) {
    return switch (random.nextInt(20)) {
      case 0 -> FaultyJournal.Fault.LOST;
      case 1 -> FaultyJournal.Fault.KEPT;
      default -> FaultyJournal.Fault.NONE;
    };
  }

  private static Scene scene(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> new Scene.Fails("chance");
      case 1 -> new Scene.Ends(random.nextInt(2), "");
      case 2 -> throw new IllegalStateException("a broken executor");
      default -> new Scene.Lasts();
    };
  }

  /** One thing that happens; what is acknowledged is noted in {@code promised}. */
  private static void step(
      World w, Random random, Map<String, Integer> attempts, Set<String> promised)
      throws Exception {
    var name = NAMES[random.nextInt(NAMES.length)];
    int newest = attempts.getOrDefault(name, 0);
    int attempt = Math.max(1, newest - random.nextInt(2)); // now and then a late one
    switch (random.nextInt(13)) {
      case 0, 1 -> {
        attempts.put(name, newest + 1);
        w.commit(name, newest + 1, 1, new CommitRequest.PortWish(0, 80));
      }
      case 2 -> {
        attempts.merge(name, attempt, Math::max);
        w.commit(name, attempt, 1, new CommitRequest.PortWish(0, 80));
      }
      case 3, 4 -> {
        var type = random.nextInt(3) == 0 ? AllocationType.TASK : AllocationType.SERVICE;
        var answer = w.allocate(name, attempt, 1, type, random.nextBoolean());
        if (answer.ok()) promised.add(name + "#" + attempt);
      }
      case 5, 6 -> w.start(name, 1, 1 + random.nextInt(3));
      case 7 -> {
        forget(promised, name, attempt);
        w.shutDown(name, attempt, 1);
      }
      case 8 -> {
        forget(promised, name, attempt);
        w.revert(name, attempt, 1);
      }
      case 9 -> {
        if (w.executor.find(id(name)).isPresent())
          w.executor.end(id(name), new Exit.Exited(random.nextInt(2)));
        w.time.settle();
      }
      case 10 -> {
        var wanted = new HashMap<String, Integer>();
        for (var kept : NAMES) wanted.put(kept, attempts.getOrDefault(kept, 1));
        promised.removeIf(p -> !p.equals(nameOf(p) + "#" + wanted.get(nameOf(p))));
        w.state(1, wanted);
        w.time.settle();
      }
      case 11 -> w.time.advance(Duration.ofSeconds(random.nextInt(90)));
      case 12 -> {
        if (random.nextBoolean()) w.crash();
        else {
          w.crashOfTheMachine();
          w.executor.script(_ -> scene(random));
        }
      }
      default -> throw new AssertionError("no such step");
    }
  }

  private static void forget(Set<String> promised, String name, int attempt) {
    promised.remove(name + "#" + attempt);
  }

  private static String nameOf(String promise) {
    return promise.substring(0, promise.indexOf('#'));
  }

  private static void check(World w, long seed, Set<String> promised) {
    w.checkSums();
    List<String> hosted = new ArrayList<>();
    for (var h : w.provider.hosted()) {
      hosted.add(h.id().allocation().value());
      boolean holds = h.resources().isPresent();
      assertThat(holds || h.status().ended()).as("seed " + seed + ": runs on nothing").isTrue();
    }
    for (var promise : promised)
      assertThat(hosted)
          .as("seed " + seed + ": what was promised is here")
          .contains(nameOf(promise));
    assertThat(w.executor.running())
        .as("seed " + seed + ": what runs was ordered")
        .isLessThanOrEqualTo(w.provider.hosted().size());
  }
}
