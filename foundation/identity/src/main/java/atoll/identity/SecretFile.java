package atoll.identity;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Files that only their owner may read: mode 0600, in a folder of mode 0700. */
public final class SecretFile {
  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private SecretFile() {}

  /**
   * Replaces {@code file} as a whole and durably: after a crash there is the old content or the new
   * one. Makes its folder if missing.
   *
   * @throws AtollException if the disk refuses; the old file is untouched
   */
  public static void write(Path file, byte[] content) {
    var folder = folderOf(file);
    try {
      makeFolder(folder);
      var fresh =
          Files.createTempFile(
              folder,
              "." + file.getFileName(),
              ".new",
              PosixFilePermissions.asFileAttribute(OWNER_FILE));
      try {
        try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
          var buffer = ByteBuffer.wrap(content);
          while (buffer.hasRemaining()) channel.write(buffer);
          channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
      forceFolderOf(file);
    } catch (IOException e) {
      throw new AtollException(ErrorCode.STORAGE_FAILED, "writing " + file, e);
    }
  }

  /** Makes the names in a file's folder durable. */
  static void forceFolderOf(Path file) throws IOException {
    try (var channel = FileChannel.open(folderOf(file), StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
  }

  /**
   * @throws AtollException if the file is missing, unreadable, or larger than {@code maxBytes}
   */
  public static byte[] read(Path file, int maxBytes) {
    try (var in = Files.newInputStream(file)) {
      var content = in.readNBytes(maxBytes + 1);
      if (content.length > maxBytes)
        throw new AtollException(
            ErrorCode.BAD_REQUEST, file + " has more than " + maxBytes + " bytes");
      return content;
    } catch (IOException e) {
      throw new AtollException(ErrorCode.STORAGE_FAILED, "reading " + file, e);
    }
  }

  /** Whether anybody but the owner may read or write the file. */
  public static boolean isExposed(Path file) {
    try {
      return !OWNER_FILE.containsAll(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new AtollException(ErrorCode.STORAGE_FAILED, "reading the mode of " + file, e);
    }
  }

  private static void makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) return;
    var parent = folder.getParent();
    if (parent != null) Files.createDirectories(parent);
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) throw e;
    }
  }
}
