package atoll.bench.parts;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.bench.Scratch;
import atoll.bench.program.Command;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container of Docker's, written in Python as most are. It runs this machine's own Python and
 * libraries, which it sees and cannot write, on the machine's own network: over Docker's bridge a
 * client has 28,000 ports a minute, which is no rate to measure at.
 */
record PythonContainer(String name, int port) implements AutoCloseable {
  private static final Path ANYWHERE = Path.of("/");
  private static final String SCRIPT = "/service.py";
  private static final List<String> SYSTEM = List.of("/usr", "/lib", "/lib64");

  /**
   * Nothing if this machine has no Python, or not the libraries that the script takes.
   *
   * @param script of this program, which says its port on its first line
   * @param image whatever it is, since all that runs is this machine's
   */
  static Optional<PythonContainer> start(String script, BenchImage image, Scratch scratch)
      throws IOException, InterruptedException {
    var python = python();
    if (python.isEmpty()) return Optional.empty();
    var name = image.name() + "-" + script.substring(0, script.indexOf('_'));
    var process =
        new ProcessBuilder(run(name, python.get(), copy(script, scratch), image.name()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      var port = said.readLine();
      if (port == null) return Optional.empty(); // it is there and cannot do this
      return Optional.of(new PythonContainer(name, Integer.parseInt(port)));
    }
  }

  /**
   * What {@code python3} is here.
   *
   * @param folders where it and its libraries are
   */
  private record Python(String program, List<String> folders) {}

  private static Optional<Python> python() throws InterruptedException {
    var script = "import sys; print(sys.executable, sys.prefix, sys.base_prefix, sep='\\n')";
    try {
      var lines = typed("python3", "-c", script).output().lines().toList();
      return Optional.of(new Python(lines.getFirst(), lines.subList(1, lines.size())));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Path copy(String script, Scratch scratch) throws IOException {
    var copy = scratch.root().resolve(script);
    try (var source = PythonContainer.class.getResourceAsStream("/atoll/bench/" + script)) {
      if (source == null) throw new IOException(script + " is not in this program");
      Files.copy(source, copy);
    }
    return copy;
  }

  private static List<String> run(String name, Python python, Path script, String image) {
    var words =
        new ArrayList<>(List.of("docker", "run", "--rm", "--network", "host", "--name", name));
    var folders = new LinkedHashSet<>(SYSTEM);
    folders.addAll(python.folders());
    for (var folder : folders) words.addAll(List.of("-v", folder + ":" + folder + ":ro"));
    words.addAll(List.of("-v", script + ":" + SCRIPT + ":ro", "--workdir", "/tmp"));
    words.addAll(List.of("--entrypoint", python.program(), image, "-B", SCRIPT));
    return words;
  }

  private static Command.Ran typed(String... words) throws IOException, InterruptedException {
    return new Command(List.of(words), ANYWHERE, Map.of()).run().saying("");
  }

  @Override
  public void close() throws IOException, InterruptedException {
    typed("docker", "rm", "--force", name);
  }
}
