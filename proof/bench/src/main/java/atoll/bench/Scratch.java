package atoll.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A temporary folder that goes, with all in it, when this is closed. */
public final class Scratch implements AutoCloseable {
  private final Path root;

  public Scratch() throws IOException {
    root = Files.createTempDirectory("atoll-bench-");
  }

  public Path root() {
    return root;
  }

  /** A new folder in it. */
  public Path folder(String name) throws IOException {
    return Files.createDirectory(root.resolve(name));
  }

  @Override
  public void close() throws IOException {
    try (var all = Files.walk(root)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
    }
  }
}
