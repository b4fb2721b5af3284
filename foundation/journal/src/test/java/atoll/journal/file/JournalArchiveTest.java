package atoll.journal.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.EntryKey;
import atoll.journal.Journal;
import atoll.journal.JournalException;
import atoll.journal.disk.FolderDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalArchiveTest {
  private static final EntryKey LEFT = new EntryKey("numbers", "left");
  private static final EntryKey RIGHT = new EntryKey("numbers", "right");

  @TempDir Path home;
  private Path data;
  private Path archive;
  private Path restored;

  @BeforeEach
  void nameTheFolders() {
    data = home.resolve("data");
    archive = home.resolve("backup.atoll");
    restored = home.resolve("restored");
  }

  @Test
  void whatIsRestoredIsWhatWasWritten() throws IOException {
    try (var journal = FileJournal.open(data, Runnable::run)) {
      write(journal, 7);
    }
    Files.writeString(data.resolve("master-secret"), "secret");
    JournalArchive.write(data, archive, List.of("master-secret", "not-there"));
    assertThat(mode(archive)).isEqualTo("rw-------");
    JournalArchive.restore(archive, restored);
    assertThat(restored.resolve("master-secret")).hasContent("secret");
    assertThat(mode(restored.resolve("master-secret"))).isEqualTo("rw-------");
    try (var journal = FileJournal.open(restored, Runnable::run)) {
      assertThat(number(journal, LEFT)).isEqualTo(7);
      assertThat(journal.all("archived-files")).isEmpty();
      write(journal, 8);
      assertThat(journal.find(LEFT).orElseThrow().version()).isEqualTo(2);
    }
  }

  @Test
  void aJournalThatIsWrittenAndCompactedMeanwhileIsCopiedAtOneMoment() throws Exception {
    var rule = new Compaction(task -> Thread.ofVirtual().start(task), 2_000);
    var done = new AtomicBoolean();
    try (var journal = FileJournal.open(FolderDisk.open(data), List.of(), rule)) {
      write(journal, 0);
      var writer =
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 1; !done.get(); i++) write(journal, i);
              });
      for (int i = 0; i < 20; i++) {
        var copy = home.resolve("copy-" + i);
        int before = number(journal, LEFT);
        JournalArchive.write(data, home.resolve("backup-" + i), List.of());
        JournalArchive.restore(home.resolve("backup-" + i), copy);
        try (var found = FileJournal.open(copy, Runnable::run)) {
          assertThat(number(found, LEFT)).isEqualTo(number(found, RIGHT));
          assertThat(number(found, LEFT)).isGreaterThanOrEqualTo(before);
        }
      }
      done.set(true);
      writer.join();
    }
  }

  @Test
  void aDamagedArchiveRestoresNothing() throws IOException {
    try (var journal = FileJournal.open(data, Runnable::run)) {
      write(journal, 7);
    }
    JournalArchive.write(data, archive, List.of());
    var whole = Files.readAllBytes(archive);
    for (int at = 0; at < whole.length; at++) {
      whole[at] ^= 4;
      Files.write(archive, whole);
      assertThatThrownBy(() -> JournalArchive.restore(archive, restored))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining(archive.toString());
      assertThat(restored).doesNotExist();
      whole[at] ^= 4;
    }
    for (int length = 0; length < whole.length; length++) {
      Files.write(archive, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> JournalArchive.restore(archive, restored))
          .hasMessageContaining("Nothing was restored");
    }
  }

  @Test
  void nothingThatIsThereIsOverwritten() throws IOException {
    try (var journal = FileJournal.open(data, Runnable::run)) {
      write(journal, 7);
    }
    JournalArchive.write(data, archive, List.of());
    assertThatThrownBy(() -> JournalArchive.write(data, archive, List.of()))
        .hasMessageContaining("already there");
    assertThatThrownBy(() -> JournalArchive.restore(archive, data))
        .hasMessageContaining("is not empty");
  }

  @Test
  void whereThereIsNoJournalThereIsNoBackup() {
    assertThatThrownBy(() -> JournalArchive.write(data, archive, List.of()))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("there is no journal in " + data);
    assertThatThrownBy(() -> JournalArchive.restore(archive, restored))
        .hasMessageContaining("there is no file " + archive);
  }

  private static void write(Journal journal, int number) {
    var value = Integer.toString(number).getBytes(UTF_8);
    var _ = journal.commit(Batch.of(new Change.Put(LEFT, value), new Change.Put(RIGHT, value)));
  }

  private static int number(Journal journal, EntryKey key) {
    return Integer.parseInt(new String(journal.find(key).orElseThrow().value(), UTF_8));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
