package atoll.bench.program;

import atoll.bench.Stopwatch;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A command as a user types it; what it writes to stdout and to stderr comes out as one.
 *
 * @param folder that it is typed in
 * @param environment what it sees besides this process' own environment
 */
public record Command(List<String> words, Path folder, Map<String, String> environment) {
  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** How a command went. */
  public record Ran(Command command, int code, String output, long nanos) {
    public double millis() {
      return nanos / 1e6;
    }

    public double seconds() {
      return nanos / 1e9;
    }

    /**
     * @throws IllegalStateException if it failed, or did not write {@code words}
     */
    public Ran saying(String expected) {
      if (code == 0 && output.contains(expected)) return this;
      throw new IllegalStateException(
          String.join(" ", command.words) + " exited with " + code + " and wrote: " + output);
    }
  }

  /** Runs it to its end, with nothing on its standard input. */
  public Ran run() throws IOException, InterruptedException {
    var builder = builder();
    var watch = new Stopwatch();
    var process = builder.start();
    try {
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      return new Ran(this, code, output, watch.elapsed());
    } finally {
      process.destroy();
    }
  }

  /** Starts it; what it writes is kept in a file. */
  Process start(File output) throws IOException {
    var process = builder().redirectOutput(output).start();
    process.getOutputStream().close();
    return process;
  }

  private ProcessBuilder builder() {
    var builder = new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder;
  }
}
