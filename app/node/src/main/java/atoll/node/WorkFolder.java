package atoll.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A folder of this process alone, mode 0700, for what its workloads leave; deleted when it is
 * closed. Those of processes that were killed are deleted when the next one is made.
 */
record WorkFolder(Path path) implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("net-(\\d{1,18})-.*");

  static WorkFolder under(Path atollHome) {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    try {
      var work = Files.createDirectories(atollHome.resolve("work"), mode);
      deleteThoseOfTheDead(work);
      var prefix = "net-" + ProcessHandle.current().pid() + "-";
      return new WorkFolder(Files.createTempDirectory(work, prefix, mode));
    } catch (IOException e) {
      throw new UncheckedIOException("making a work folder under " + atollHome, e);
    }
  }

  private static void deleteThoseOfTheDead(Path work) throws IOException {
    try (var folders = Files.list(work)) {
      for (var folder : folders.toList()) {
        var name = NAME.matcher(folder.getFileName().toString());
        if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty())
          delete(folder);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var walk = Files.walk(folder)) {
      for (var file : walk.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    }
  }

  @Override
  public void close() throws IOException {
    delete(path);
  }
}
