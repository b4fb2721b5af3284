package atoll.cli.machine;

import atoll.cli.CliEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Other programs of this machine, found as a shell finds them. */
public final class Programs {
  private static final int MOST = 1 << 16;

  private final List<Path> folders;

  /** What a program said, standard error included. */
  public record Ran(int exit, String output) {}

  public Programs(CliEnvironment environment) {
    folders = new ArrayList<>();
    for (var folder : environment.variable("PATH").orElse("").split(File.pathSeparator))
      if (!folder.isEmpty()) folders.add(Path.of(folder));
  }

  public Optional<Path> find(String name) {
    return folders.stream()
        .map(folder -> folder.resolve(name))
        .filter(f -> Files.isRegularFile(f) && Files.isExecutable(f))
        .findFirst();
  }

  /** Empty if the program cannot be started, or does not end in time and is ended. */
  public static Optional<Ran> run(Duration within, List<String> command)
      throws InterruptedException {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var output = new byte[1][0];
      var reader =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  output[0] = process.getInputStream().readNBytes(MOST);
                } catch (IOException e) {
                  output[0] = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
                }
              });
      if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      reader.join(within);
      return Optional.of(
          new Ran(process.exitValue(), new String(output[0], StandardCharsets.UTF_8)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
