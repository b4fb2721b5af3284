package atoll.node;

import atoll.cli.Invocation;
import atoll.identity.MasterSecret;
import atoll.journal.Journal;
import atoll.journal.file.FileJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A folder, mode 0700, in which the nodes of a process keep what they must not lose: {@code
 * journal} with its lock, {@code work} with what workloads leave, and {@code secret}, the master
 * secret of a network that restarts with nobody there to type a passphrase.
 */
final class DataFolder {
  /** The name of the master secret's file. */
  static final String SECRET = "secret";

  private DataFolder() {}

  /** The folder that was typed, else the one that is configured. */
  static Path named(@Nullable String typed, Invocation invocation) {
    return typed == null
        ? invocation.configuration().path("general.data_dir")
        : invocation.environment().resolve(typed);
  }

  /**
   * What is kept in the folder, which is made if there is none.
   *
   * @throws atoll.journal.JournalException if another process has the folder, or it is damaged
   */
  static KeptState open(Path folder, Grounds grounds) {
    var journal = journalIn(folder, grounds);
    return new KeptState(
        journal, MasterSecret.keptIn(folder.resolve(SECRET), grounds.random()), true);
  }

  /** The journal alone, for a node whose secrets are sealed otherwise. */
  static Journal journalIn(Path folder, Grounds grounds) {
    return FileJournal.open(make(folder), grounds.dispatcher()::execute);
  }

  /** Where workloads of a kept network leave their files. */
  static Path workIn(Path folder) {
    return make(make(folder).resolve("work"));
  }

  private static Path make(Path folder) {
    var mode = PosixFilePermissions.fromString("rwx------");
    try {
      return Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(mode));
    } catch (IOException e) {
      throw new UncheckedIOException("making the folder " + folder, e);
    }
  }
}
