package atoll.bench.parts;

import atoll.bench.Scratch;
import atoll.bench.program.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A container image that does nothing and succeeds, made of Debian's busybox-static; gone when
 * closed.
 */
final class BenchImage implements AutoCloseable {
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final String IMPORT =
      "tar -c bin | docker import --change 'ENTRYPOINT [\"/bin/busybox\", \"true\"]' - ";

  private final String name = "atoll-bench-" + ProcessHandle.current().pid();

  BenchImage() throws IOException, InterruptedException {
    if (!Files.isExecutable(BUSYBOX))
      throw new IOException("no " + BUSYBOX + ": install the package busybox-static");
    try (var scratch = new Scratch()) {
      Files.copy(BUSYBOX, scratch.folder("bin").resolve("busybox"));
      typed(scratch.root(), List.of("sh", "-c", IMPORT + name));
    }
  }

  String name() {
    return name;
  }

  /** Runs it as a user of Docker does, to its end. */
  double runMillis() throws IOException, InterruptedException {
    return typed(Path.of("/"), List.of("docker", "run", "--rm", name)).millis();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    typed(Path.of("/"), List.of("docker", "rmi", name));
  }

  private static Command.Ran typed(Path folder, List<String> words)
      throws IOException, InterruptedException {
    return new Command(words, folder, Map.of()).run().saying("");
  }
}
