package atoll.bench.parts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import atoll.bench.Scratch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.util.Optional;

/** A container in a process of its own, written in Python as most are. */
record PythonContainer(Process process, int port) implements AutoCloseable {

  /**
   * Nothing if this machine has no Python, or not the libraries that the script takes.
   *
   * @param name of a script of this program, which says its port on its first line
   */
  static Optional<PythonContainer> start(String name, Scratch scratch) throws IOException {
    var script = scratch.root().resolve(name);
    try (var source = PythonContainer.class.getResourceAsStream("/atoll/bench/" + name)) {
      if (source == null) throw new IOException(name + " is not in this program");
      Files.copy(source, script);
    }
    Process process;
    try {
      process =
          new ProcessBuilder("python3", script.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException _) {
      return Optional.empty();
    }
    try (var said = new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII))) {
      var port = said.readLine();
      if (port == null) return Optional.empty(); // it is there and cannot do this
      return Optional.of(new PythonContainer(process, Integer.parseInt(port)));
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
