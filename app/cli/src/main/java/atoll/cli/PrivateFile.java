package atoll.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that only their owner reads, replaced in one step so that no reader ever sees half of one.
 */
public final class PrivateFile {
  private PrivateFile() {}

  /**
   * Writes with mode 0600; missing folders are made with mode 0700. What was written survives a
   * power loss.
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var next =
        Files.createTempFile(folder, "." + file.getFileName(), ".new"); // mode 0600 by its contract
    try {
      try (var channel = FileChannel.open(next, Set.of(StandardOpenOption.WRITE))) {
        for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) channel.write(rest);
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
    try (var channel = FileChannel.open(folder)) {
      channel.force(true);
    }
  }
}
