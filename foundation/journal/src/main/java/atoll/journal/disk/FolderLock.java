package atoll.journal.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import atoll.journal.JournalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One process's claim to a data folder. The operating system drops it when the process ends, even
 * by {@code kill -9}; what is written in the file only tells who holds it.
 */
final class FolderLock implements AutoCloseable {
  private static final String NAME = "lock";

  /**
   * What this process holds. Asked before the file is opened: closing any handle of a locked file
   * drops the process's lock on it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * @param folder as {@link Path#toRealPath} names it
   * @throws JournalException if it is taken
   */
  static FolderLock take(Path folder) throws IOException {
    if (!HELD.add(folder))
      throw new JournalException("the data folder " + folder + " is already open in this process");
    try {
      return new FolderLock(folder, locked(folder));
    } catch (IOException | RuntimeException e) {
      HELD.remove(folder);
      throw e;
    }
  }

  private static FileChannel locked(Path folder) throws IOException {
    var channel =
        FileChannel.open(
            folder.resolve(NAME),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      if (channel.tryLock() == null)
        throw new JournalException(
            "the data folder %s is in use by process %s; stop it, or name another folder"
                .formatted(folder, holder(channel)));
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(US_ASCII)), 0);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    var text = ByteBuffer.allocate(20);
    channel.read(text, 0);
    var pid = new String(text.array(), 0, text.position(), US_ASCII).strip();
    return pid.matches("[0-9]+") ? pid : "(starting)";
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new JournalException("the lock of " + folder + " cannot be given back", e);
    } finally {
      HELD.remove(folder);
    }
  }
}
