package atoll.bench.parts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import atoll.bench.Bench;
import atoll.bench.Effort;
import atoll.bench.Measurement;
import atoll.bench.Samples;
import atoll.bench.Scratch;
import atoll.bench.Stopwatch;
import atoll.journal.file.FileJournal;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many times a process that writes to its journal is killed with {@code kill -9}, at moments
 * that a seed chooses, and what it was told is durable is there, and at most one write more. Fails
 * at the first time that it is not.
 */
public final class CrashBench implements Bench {
  private static final int LANES = 2;
  private static final int LONGEST_LIFE_MILLIS = 100;
  private static final Duration LONGEST = Duration.ofSeconds(240);

  private final AtomicInteger cycles = new AtomicInteger();
  private final AtomicLong acknowledged = new AtomicLong();

  @Override
  public List<Measurement> measure(Effort effort) throws Exception {
    int wanted = effort.times(1_000, 4);
    var watch = new Stopwatch();
    try (var scratch = new Scratch();
        var killer = Executors.newScheduledThreadPool(LANES)) {
      var lanes = new ArrayList<FutureTask<Void>>();
      for (int i = 0; i < LANES; i++) {
        var folder = scratch.root().resolve("data-" + i);
        var chance = new Random(i);
        var lane =
            new FutureTask<Void>(() -> {
              var told = new long[WritingChild.WRITERS];
              while (watch.elapsed() < LONGEST.toNanos() && cycles.getAndIncrement() < wanted)
                cycle(folder, told, killer, chance.nextInt(LONGEST_LIFE_MILLIS));
              return null;
            });
        Thread.ofPlatform().daemon().start(lane);
        lanes.add(lane);
      }
      for (var lane : lanes) lane.get();
    }
    return List.of(
        Measurement.of("crash", Samples.of(Math.min(cycles.get(), wanted)))
            .with("acknowledged", acknowledged.get())
            .with("lost", 0));
  }

  private void cycle(Path folder, long[] told, ScheduledExecutorService killer, int lifeMillis)
      throws IOException, InterruptedException, ExecutionException {
    var before = told.clone();
    var child = WritingChild.start(folder);
    try (var out = child.inputReader(US_ASCII)) {
      hear(out, told);
      // Unlike the process's own method, the handle's leaves what it said.
      var killed =
          killer.schedule(child.toHandle()::destroyForcibly, lifeMillis, TimeUnit.MILLISECONDS);
      while (hear(out, told)) continue;
      if (!killed.get()) throw new IllegalStateException("the child ended by itself");
    }
    child.waitFor();
    try (var journal = FileJournal.open(folder, Runnable::run)) {
      for (int writer = 0; writer < told.length; writer++) {
        long found = WritingChild.count(journal, writer);
        if (found < told[writer] || found > told[writer] + 1)
          throw new IllegalStateException(
              "writer %d was told of %d, and %d is there".formatted(writer, told[writer], found));
        acknowledged.addAndGet(told[writer] - before[writer]);
        told[writer] = found;
      }
    }
  }

  /** A line is whole if it ends in a full stop; the last one may be cut. */
  private static boolean hear(BufferedReader out, long[] told) throws IOException {
    var line = out.readLine();
    if (line == null) return false;
    if (!line.endsWith(".")) return true;
    int space = line.indexOf(' ');
    int writer = Integer.parseInt(line.substring(0, space));
    told[writer] = Long.parseLong(line.substring(space + 1, line.length() - 1));
    return true;
  }
}
