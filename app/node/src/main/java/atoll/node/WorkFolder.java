package atoll.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/**
 * A folder of this process alone, mode 0700, for what its workloads leave; deleted when it is
 * closed.
 */
record WorkFolder(Path path) implements AutoCloseable {

  static WorkFolder under(Path atollHome) {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    try {
      var work = Files.createDirectories(atollHome.resolve("work"), mode);
      return new WorkFolder(Files.createTempDirectory(work, "net-", mode));
    } catch (IOException e) {
      throw new UncheckedIOException("making a work folder under " + atollHome, e);
    }
  }

  @Override
  public void close() throws IOException {
    try (var walk = Files.walk(path)) {
      for (var file : walk.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    }
  }
}
