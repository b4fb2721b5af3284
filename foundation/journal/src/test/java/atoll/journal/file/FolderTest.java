package atoll.journal.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.EntryKey;
import atoll.journal.JournalException;
import atoll.journal.disk.FolderDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal in a real folder, in processes that are killed. */
class FolderTest {
  @TempDir Path home;

  @Test
  void nothingThatWasAcknowledgedIsMissingAfterKill9() throws Exception {
    var folder = home.resolve("data");
    var acknowledged = new HashSet<String>();
    for (int life = 0; life < 20; life++) {
      var child = child(folder, life);
      try (var out = child.inputReader(UTF_8)) {
        read(out, 200 + 50 * life, acknowledged);
        assertThat(child.toHandle().destroyForcibly())
            .isTrue(); // unlike child.destroyForcibly, leaves what it said
        out.lines().forEach(acknowledged::add);
      }
      assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
      try (var journal = FileJournal.open(folder, Runnable::run)) {
        var found = new HashSet<String>();
        for (var entry : journal.all("counts")) found.add(entry.key().key());
        assertThat(found).containsAll(acknowledged.stream().filter(FolderTest::isWhole).toList());
      }
    }
    assertThat(acknowledged).hasSizeGreaterThan(10_000);
  }

  private static void read(BufferedReader out, int lines, HashSet<String> into) throws IOException {
    for (int i = 0; i < lines; i++) {
      var line = out.readLine();
      assertThat(line).as("the child ended by itself").isNotNull();
      into.add(line);
    }
  }

  /** The last line may be cut. */
  private static boolean isWhole(String line) {
    return line.endsWith(".");
  }

  @Test
  void aSecondProcessIsRefusedAndToldWhoHasTheFolderUntilThatOneIsKilled() throws Exception {
    var folder = home.resolve("data");
    var child = child(folder, 0);
    try (var out = child.inputReader(UTF_8)) {
      assertThat(out.readLine()).isNotNull();
      assertThatThrownBy(() -> FileJournal.open(folder, Runnable::run))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining(folder.toRealPath() + " is in use by process " + child.pid());
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
    FileJournal.open(folder, Runnable::run).close();
  }

  @Test
  void aSecondJournalInTheSameProcessIsRefusedAndLeavesTheLock() {
    var folder = home.resolve("data");
    try (var first = FileJournal.open(folder, Runnable::run)) {
      assertThatThrownBy(() -> FileJournal.open(folder, Runnable::run))
          .hasMessageContaining("already open in this process");
      first.commit(Batch.of(new Change.Remove(new EntryKey("a", "b"))));
    }
    FileJournal.open(folder, Runnable::run).close();
  }

  @Test
  void whatIsLargerThanAReadIsFoundAgain() {
    var folder = home.resolve("data");
    int entries = 4_000;
    var changes = new ArrayList<Change>();
    try (var journal = FileJournal.open(folder, Runnable::run)) {
      for (int i = 0; i < entries; i++) {
        changes.add(new Change.Put(new EntryKey("counts", "n" + i), new byte[i]));
        if (i % 7 != 0) continue;
        journal.commit(new Batch(List.of(), changes));
        changes.clear();
      }
      journal.commit(new Batch(List.of(), changes));
    }
    try (var journal = FileJournal.open(folder, Runnable::run)) {
      assertThat(journal.all("counts"))
          .hasSize(entries)
          .allMatch(e -> e.key().key().equals("n" + e.value().length));
    }
  }

  @Test
  void onlyItsOwnerMayRead() throws IOException {
    FileJournal.open(home.resolve("data"), Runnable::run).close();
    var folder = home.resolve("data").resolve(FolderDisk.NAME);
    assertThat(mode(home.resolve("data"))).isEqualTo("rwx------");
    assertThat(mode(folder)).isEqualTo("rwx------");
    try (var files = Files.list(folder)) {
      assertThat(files).isNotEmpty().allMatch(file -> mode(file).equals("rw-------"));
    }
  }

  @Test
  void aFolderThatIsAFileIsRefused() throws IOException {
    var file = Files.writeString(home.resolve("data"), "mine");
    assertThatThrownBy(() -> FileJournal.open(file, Runnable::run))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void compactionLosesNothingWhileManyWrite() throws Exception {
    var folder = home.resolve("data");
    var compactions = new ArrayList<Thread>();
    var rule =
        new Compaction(
            task -> {
              synchronized (compactions) {
                compactions.add(Thread.ofVirtual().start(task));
              }
            },
            20_000);
    try (var journal = FileJournal.open(FolderDisk.open(folder), List.of(), rule)) {
      var writers = new ArrayList<Thread>();
      for (int w = 0; w < 16; w++) {
        int writer = w;
        writers.add(Thread.ofVirtual().start(() -> count(journal, writer)));
      }
      for (var writer : writers) writer.join();
    }
    assertThat(compactions).hasSizeGreaterThan(2);
    try (var journal = FileJournal.open(folder, Runnable::run)) {
      assertThat(journal.all("counts"))
          .hasSize(16)
          .allMatch(entry -> new String(entry.value(), UTF_8).equals("499"));
    }
  }

  private static void count(FileJournal journal, int writer) {
    var key = new EntryKey("counts", "writer-" + writer);
    for (int i = 0; i < 500; i++)
      journal.commit(Batch.of(new Change.Put(key, Integer.toString(i).getBytes(UTF_8))));
  }

  private static String mode(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Process child(Path folder, int life) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            CountingChild.class.getName(),
            folder.toString(),
            Integer.toString(life))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
