package atoll.bench.parts;

import atoll.bench.Bench;
import atoll.bench.Effort;
import atoll.bench.Measurement;
import atoll.bench.Samples;
import atoll.bench.Scratch;
import atoll.bench.Stopwatch;
import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.EntryKey;
import atoll.journal.Journal;
import atoll.journal.file.FileJournal;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many values of 100 bytes 64 writers make durable, each waiting for every one of its own; in
 * flushes of the same disk, of which a single thread makes as many as it can between the rounds.
 */
public final class JournalBench implements Bench {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final int WRITERS = 64;
  private static final int VALUE_BYTES = 100;
  private static final int KEYS = 1_000;
  private static final int RAW_FILE_BYTES = 16 << 20;

  @Override
  public List<Measurement> measure(Effort effort) throws IOException, InterruptedException {
    long nanos = effort.times(2_000, 20) * 1_000_000L;
    var ratios = new double[effort.times(9, 2)];
    var appends = new double[ratios.length];
    var flushes = new double[ratios.length];
    var cpuMicros = new double[ratios.length];
    try (var scratch = new Scratch();
        var journal =
            FileJournal.open(
                scratch.root().resolve("data"), task -> Thread.ofVirtual().start(task))) {
      write(journal, nanos);
      for (int round = 0; round < ratios.length; round++) {
        flushes[round] = flush(scratch.root().resolve("raw"), nanos / 2);
        long cpuBegun = PROCESS.getProcessCpuTime();
        appends[round] = write(journal, nanos);
        double cpuPerSecond = (PROCESS.getProcessCpuTime() - cpuBegun) * 1e9 / nanos / 1e3;
        cpuMicros[round] = cpuPerSecond / appends[round];
        ratios[round] = appends[round] / flushes[round];
      }
      check(journal);
    }
    return List.of(
        Measurement.of("journal", Samples.of(ratios))
            .with("writers", WRITERS)
            .with("appends_per_s", Samples.of(appends).median())
            .with("raw_fsync_per_s", Samples.of(flushes).median())
            .with("cpu_us_per_append", Samples.of(cpuMicros).median()));
  }

  /** Appends a second. */
  private static double write(Journal journal, long nanos) throws InterruptedException {
    var count = new AtomicLong();
    var writers = new ArrayList<Thread>();
    var watch = new Stopwatch();
    for (int w = 0; w < WRITERS; w++) {
      var prefix = "writer-" + w + "-";
      writers.add(
          Thread.ofVirtual()
              .start(() -> {
                int mine = 0;
                while (watch.elapsed() < nanos) put(journal, prefix + mine++ % KEYS);
                count.addAndGet(mine);
              }));
    }
    for (var writer : writers) writer.join();
    long appends = count.get();
    return watch.stop().perSecond(appends);
  }

  private static void put(Journal journal, String key) {
    var value = new byte[VALUE_BYTES];
    var _ = journal.commit(Batch.of(new Change.Put(new EntryKey("bench", key), value)));
  }

  private static void check(Journal journal) {
    int found = journal.all("bench").size();
    if (found == 0 || found > WRITERS * KEYS)
      throw new IllegalStateException(found + " entries are there");
  }

  /**
   * Flushes a second, of as many bytes in a file whose room is already taken: the fastest there is.
   */
  private static double flush(Path file, long nanos) throws IOException {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (channel.size() == 0) channel.write(ByteBuffer.allocate(RAW_FILE_BYTES));
      channel.force(true);
      channel.position(0);
      var value = ByteBuffer.allocate(VALUE_BYTES);
      var watch = new Stopwatch();
      int count = 0;
      while (watch.elapsed() < nanos) {
        channel.write(value.clear());
        channel.force(false);
        count++;
      }
      return watch.stop().perSecond(count);
    }
  }
}
