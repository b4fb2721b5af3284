package atoll.journal.file;

import atoll.journal.Journal;
import atoll.journal.JournalContract;
import atoll.journal.disk.FolderDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest extends JournalContract {
  @TempDir Path home;
  private Path folder;

  @Override
  protected Journal open() {
    folder = home.resolve("data");
    return FileJournal.open(folder, Runnable::run);
  }

  /** What a killed process leaves are its files; it cannot close them. */
  @Override
  protected Journal reopen(Journal killed) throws Exception {
    var copy = Files.createTempDirectory(home, "copy");
    var files = Files.createDirectory(copy.resolve(FolderDisk.NAME));
    try (var found = Files.list(folder.resolve(FolderDisk.NAME))) {
      for (var file : found.toList()) Files.copy(file, files.resolve(file.getFileName()));
    }
    killed.close();
    folder = copy;
    return FileJournal.open(folder, Runnable::run);
  }
}
