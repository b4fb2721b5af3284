package atoll.journal.disk;

import atoll.journal.JournalException;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * The journal's files in a data folder: {@code FOLDER/journal}, which only its owner may enter. The
 * data folder is locked for as long as this is open.
 */
public final class FolderDisk implements Disk {
  /** The name of the folder in the data folder. */
  public static final String NAME = "journal";

  private static final FileAttribute<?> OWNER_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> OWNER_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path dataFolder;
  private final Path files;
  private final String mode;
  private final Optional<FolderLock> lock;

  private FolderDisk(Path dataFolder, Path files, String mode, Optional<FolderLock> lock) {
    this.dataFolder = dataFolder;
    this.files = files;
    this.mode = mode;
    this.lock = lock;
  }

  /** The journal in a data folder that another process may have; for reading. */
  public static FolderDisk lookAt(Path dataFolder) {
    return new FolderDisk(dataFolder, dataFolder.resolve(NAME), "r", Optional.empty());
  }

  /** The files right in a folder, which is not locked. */
  public static FolderDisk of(Path folder) {
    return new FolderDisk(folder, folder, "rw", Optional.empty());
  }

  /**
   * Makes the data folder if there is none.
   *
   * @throws JournalException if another process has it, or the disk refuses
   */
  public static FolderDisk open(Path dataFolder) {
    try {
      var folder = makeFolder(dataFolder);
      var lock = FolderLock.take(folder);
      try {
        var files = makeFolder(folder.resolve(NAME));
        var disk = new FolderDisk(folder, files, "rw", Optional.of(lock));
        forceNames(folder);
        return disk;
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new JournalException("the data folder " + dataFolder + " cannot be used: " + e, e);
    }
  }

  private static Path makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) return folder.toRealPath();
    var parent = folder.toAbsolutePath().getParent();
    if (parent != null) Files.createDirectories(parent);
    return Files.createDirectory(folder, OWNER_FOLDER).toRealPath();
  }

  @Override
  public List<String> files() throws IOException {
    try (var found = Files.list(files)) {
      return found.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public DiskFile create(String name) throws IOException {
    var path = files.resolve(name);
    Files.deleteIfExists(path);
    Files.createFile(path, OWNER_FILE);
    return open(name);
  }

  @Override
  public DiskFile open(String name) throws IOException {
    return new OpenFile(new RandomAccessFile(files.resolve(name).toFile(), mode));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(files.resolve(from), files.resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.delete(files.resolve(name));
  }

  @Override
  public void forceNames() throws IOException {
    forceNames(files);
  }

  /** A folder can be flushed through a channel only, and an interrupt closes that: try again. */
  private static void forceNames(Path folder) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (java.nio.channels.ClosedByInterruptException _) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) Thread.currentThread().interrupt();
    }
  }

  @Override
  public long freeBytes() throws IOException {
    return Files.getFileStore(files).getUsableSpace();
  }

  @Override
  public String folder() {
    return dataFolder.toString();
  }

  @Override
  public String path(String name) {
    return files.resolve(name).toString();
  }

  @Override
  public void close() {
    lock.ifPresent(FolderLock::close);
  }

  /** Unlike a channel, a random access file is not closed by an interrupt. */
  private record OpenFile(RandomAccessFile file) implements DiskFile {
    @Override
    public long size() throws IOException {
      return file.length();
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) throws IOException {
      if (position + length > file.length()) throw new EOFException();
      file.seek(position);
      file.readFully(into, offset, length);
    }

    @Override
    public void write(long position, byte[] from, int offset, int length) throws IOException {
      file.seek(position);
      file.write(from, offset, length);
    }

    @Override
    public void truncate(long size) throws IOException {
      file.setLength(size);
    }

    @Override
    public void force() throws IOException {
      file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
