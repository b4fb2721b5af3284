package atoll.bench.parts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.EntryKey;
import atoll.journal.Journal;
import atoll.journal.disk.FolderDisk;
import atoll.journal.file.Compaction;
import atoll.journal.file.FileJournal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A process whose writers each count in a journal until it is killed, and say a number once it is
 * durable: {@code WRITER NUMBER.}
 */
final class WritingChild {
  static final int WRITERS = 8;

  /** Small, so that many are killed while they compact. */
  private static final long COMPACTS_FROM = 20_000;

  private WritingChild() {}

  static Process start(Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-cp",
            classPath(),
            WritingChild.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /**
   * This process's, less the logger: it has nothing to log, and starting it takes half its life.
   */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(jar -> !Path.of(jar).getFileName().toString().startsWith("logback"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  public static void main(String[] arguments) {
    var journal =
        FileJournal.open(
            FolderDisk.open(Path.of(arguments[0])),
            List.of(),
            new Compaction(task -> Thread.ofVirtual().start(task), COMPACTS_FROM));
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      Thread.ofPlatform().start(() -> write(journal, writer));
    }
  }

  /** What a writer wrote last, or 0. */
  static long count(Journal journal, int writer) {
    return journal
        .find(key(writer))
        .map(entry -> Long.parseLong(new String(entry.value(), US_ASCII)))
        .orElse(0L);
  }

  private static void write(Journal journal, int writer) {
    for (long number = count(journal, writer) + 1; ; number++) {
      var value = Long.toString(number).getBytes(US_ASCII);
      var _ = journal.commit(Batch.of(new Change.Put(key(writer), value)));
      say(writer + " " + number + ".\n");
    }
  }

  private static EntryKey key(int writer) {
    return new EntryKey("counts", "writer-" + writer);
  }

  private static synchronized void say(String line) {
    try {
      System.out.write(line.getBytes(US_ASCII));
      System.out.flush();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
