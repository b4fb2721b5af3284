package atoll.journal.file;

import atoll.journal.Entry;
import atoll.journal.EntryKey;
import atoll.journal.JournalException;
import atoll.journal.disk.FolderDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A whole data folder in one file: a snapshot of its journal, checksummed as such, with other files
 * of the folder among its entries. Keep it as safe as the folder: a master secret may be in it.
 */
public final class JournalArchive {
  /** The collection in which an archive has files; no journal uses it. */
  private static final String FILES = "archived-files";

  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final int ATTEMPTS = 20;

  private JournalArchive() {}

  /**
   * Writes down what the journal holds at some moment of the call; whoever has it open goes on
   * undisturbed. The file is durable on return, and only its owner may read it.
   *
   * @param archive a file that is not there yet
   * @param beside names of further files in the data folder; those that are missing are left out
   * @throws JournalException if there is no sound journal, or the disk refuses
   */
  public static void write(Path dataFolder, Path archive, List<String> beside) {
    if (Files.exists(archive))
      throw new JournalException(archive + " is already there; name a new file");
    var copy = copy(dataFolder);
    var folder =
        Objects.requireNonNull(archive.toAbsolutePath().getParent(), "a file lies in a folder");
    try (var disk = FolderDisk.of(folder)) {
      var name = Objects.requireNonNull(archive.getFileName()).toString();
      var files = files(dataFolder, beside);
      var _ =
          Snapshot.write(
              disk,
              name + FileName.UNFINISHED,
              copy.header(),
              taking -> {
                files.forEach(taking);
                copy.contents().forEach(taking);
              });
      disk.rename(name + FileName.UNFINISHED, name);
      disk.forceNames();
    } catch (IOException e) {
      throw new JournalException("writing the archive " + archive + ": " + e, e);
    }
  }

  /** A journal in use may drop old files between being listed and being read. */
  private static Recovery.Copy copy(Path dataFolder) {
    try (var disk = FolderDisk.lookAt(dataFolder)) {
      for (int attempt = 1; ; attempt++) {
        try {
          return Recovery.copy(disk);
        } catch (NoSuchFileException e) {
          throw new JournalException("there is no journal in " + dataFolder, e);
        } catch (IOException e) {
          if (attempt == ATTEMPTS)
            throw new JournalException("the journal in " + dataFolder + " cannot be read: " + e, e);
        } catch (JournalException e) {
          if (attempt == ATTEMPTS) throw e;
        }
      }
    }
  }

  private static List<Entry> files(Path dataFolder, List<String> names) throws IOException {
    var files = new ArrayList<Entry>();
    for (var name : names) {
      if (!FILE_NAME.matcher(name).matches())
        throw new IllegalArgumentException("not a plain name of a file: " + name);
      var file = dataFolder.resolve(name);
      if (Files.exists(file))
        files.add(new Entry(new EntryKey(FILES, name), Files.readAllBytes(file), 0));
    }
    return files;
  }

  /**
   * Makes a data folder of what {@link #write} wrote. The archive is read to its end and checked
   * before anything is made.
   *
   * @param dataFolder is empty or missing
   * @throws JournalException if it is not, the archive is damaged, or the disk refuses
   */
  public static void restore(Path archive, Path dataFolder) {
    if (!isEmpty(dataFolder))
      throw new JournalException(
          "the folder %s is not empty; name another, or move what is in it away"
              .formatted(dataFolder));
    var contents = new Contents();
    var header = read(archive, contents);
    try (var disk = FolderDisk.open(dataFolder)) {
      for (var file : contents.all(FILES)) write(dataFolder, file);
      Log.begin(disk, header.ofLog()).close();
      var _ = Snapshot.write(disk, header, taking -> withoutFiles(contents, taking));
    } catch (IOException e) {
      throw new JournalException("restoring %s to %s: %s".formatted(archive, dataFolder, e), e);
    }
  }

  private static boolean isEmpty(Path folder) {
    if (!Files.exists(folder)) return true;
    if (!Files.isDirectory(folder)) return false;
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new JournalException("listing " + folder, e);
    }
  }

  private static FileHeader read(Path archive, Contents into) {
    var folder =
        Objects.requireNonNull(archive.toAbsolutePath().getParent(), "a file lies in a folder");
    if (!Files.isRegularFile(archive)) throw new JournalException("there is no file " + archive);
    try (var disk = FolderDisk.of(folder);
        var file = disk.open(Objects.requireNonNull(archive.getFileName()).toString())) {
      var header = LogReader.header(file);
      var end = LogReader.read(file, header, into);
      if (end.flaw().isPresent()) throw end.flaw().get().refusal();
      if (header.kind() != FileName.Kind.SNAPSHOT || !end.isFinished())
        throw UnreadableException.damaged(end.offset(), "it ends before it is finished");
      return header;
    } catch (UnreadableException e) {
      throw new JournalException(archive + " " + e.getMessage() + ". Nothing was restored", e);
    } catch (IOException e) {
      throw new JournalException("reading the archive " + archive + ": " + e, e);
    }
  }

  private static void write(Path dataFolder, Entry file) throws IOException {
    var name = file.key().key();
    if (!FILE_NAME.matcher(name).matches())
      throw new JournalException("the archive holds a file of the name " + name);
    try (var disk = FolderDisk.of(dataFolder);
        var out = disk.create(name)) {
      out.write(0, file.value(), 0, file.value().length);
      out.force();
    }
  }

  private static void withoutFiles(Contents contents, Consumer<Entry> taking) {
    contents.forEach(entry -> {
      if (!entry.key().collection().equals(FILES)) taking.accept(entry);
    });
  }
}
