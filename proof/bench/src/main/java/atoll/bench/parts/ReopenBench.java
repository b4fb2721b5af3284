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
import atoll.journal.file.FileJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a journal takes to open, from its files to the first answer. It holds a million entries,
 * each from a commit of its own.
 */
public final class ReopenBench implements Bench {
  private static final int WRITERS = 256;

  @Override
  public List<Measurement> measure(Effort effort) throws IOException, InterruptedException {
    int entries = effort.times(1_000_000, 1_000);
    var seconds = new double[effort.times(5, 2)];
    var cpuSeconds = new double[seconds.length];
    try (var scratch = new Scratch()) {
      var folder = scratch.root().resolve("data");
      fill(folder, entries);
      for (int i = 0; i < seconds.length; i++) {
        var watch = new Stopwatch();
        try (var journal = FileJournal.open(folder, Runnable::run)) {
          var last = journal.find(key(entries - 1));
          var time = watch.stop();
          seconds[i] = time.millis() / 1e3;
          cpuSeconds[i] = time.cpuMillis() / 1e3;
          if (last.isEmpty()) throw new IllegalStateException("the last entry is missing");
        }
      }
    }
    return List.of(
        Measurement.of("reopen", Samples.of(seconds))
            .with("records", entries)
            .with("cpu_s", Samples.of(cpuSeconds).median()));
  }

  private static void fill(Path folder, int entries) throws InterruptedException {
    try (var journal = FileJournal.open(folder, task -> Thread.ofVirtual().start(task))) {
      var writers = new ArrayList<Thread>();
      for (int w = 0; w < WRITERS; w++) {
        int first = w;
        writers.add(
            Thread.ofVirtual()
                .start(() -> {
                  for (int i = first; i < entries; i += WRITERS) {
                    var change = new Change.Put(key(i), new byte[100]);
                    var _ = journal.commit(Batch.of(change));
                  }
                }));
      }
      for (var writer : writers) writer.join();
    }
  }

  private static EntryKey key(int number) {
    return new EntryKey("bench", "entry-" + number);
  }
}
