package atoll.hardware;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What the kernel says of memory in {@code /proc/meminfo}; other systems have no such file. */
final class MemInfoFile {
  private MemInfoFile() {}

  /**
   * Bytes that programs could still get.
   *
   * @param total what this process may use; if it is less than the whole machine's, the file says
   *     nothing about it
   */
  static OptionalLong available(Path root, long total) {
    var file = root.resolve("proc/meminfo");
    long all = 0;
    long available = -1;
    try {
      if (!Files.isReadable(file)) return OptionalLong.empty();
      for (var line : Files.readAllLines(file)) {
        if (line.startsWith("MemTotal:")) all = kibibytes(line);
        if (line.startsWith("MemAvailable:")) available = kibibytes(line);
      }
    } catch (IOException | NumberFormatException _) {
      return OptionalLong.empty();
    }
    return available < 0 || all != total ? OptionalLong.empty() : OptionalLong.of(available);
  }

  private static long kibibytes(String line) {
    var value = line.substring(line.indexOf(':') + 1).strip();
    return Long.parseLong(value.split(" ", 2)[0]) << 10;
  }
}
