package atoll.hardware;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Programs of this machine. One that is not in the search path costs a look at a few folders, no
 * process.
 */
public final class LocalCommands implements Commands {
  /** Where vendors put their tools besides. */
  private static final List<String> VENDOR_FOLDERS = List.of("/opt/rocm/bin", "/usr/lib/wsl/lib");

  private static final int MAX_BYTES = 4 << 20;

  private final List<Path> folders;

  /**
   * @param folders in which programs are looked for, in this order
   */
  public LocalCommands(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /**
   * @param path as the variable PATH has it; the folders of GPU vendors are added
   */
  public static LocalCommands on(String path) {
    var folders = new ArrayList<Path>();
    for (var folder : path.split(File.pathSeparator, -1))
      if (!folder.isEmpty()) folders.add(Path.of(folder));
    for (var folder : VENDOR_FOLDERS) folders.add(Path.of(folder));
    return new LocalCommands(folders);
  }

  @Override
  public Answer run(List<String> argv, Duration limit) throws InterruptedException {
    var program = find(argv.getFirst());
    if (program.isEmpty()) return new Answer.Missing();
    var line = new ArrayList<>(argv);
    line.set(0, program.get().toString());
    Process process;
    try {
      process = new ProcessBuilder(line).redirectInput(new File("/dev/null")).start();
    } catch (IOException e) {
      return new Answer.Broken(String.valueOf(e.getMessage()));
    }
    try {
      var stdout = read(process.getInputStream());
      var stderr = read(process.getErrorStream());
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
        return new Answer.TooSlow(limit);
      return new Answer.Said(process.exitValue(), stdout.get(), stderr.get());
    } catch (ExecutionException e) {
      return new Answer.Broken("reading what it wrote: " + e.getCause());
    } finally {
      process.destroyForcibly();
    }
  }

  private Optional<Path> find(String name) {
    return folders.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Reads to the end, so that the program never waits for us, and keeps a bounded beginning. */
  private static FutureTask<String> read(InputStream stream) {
    var reading =
        new FutureTask<>(() -> {
          try (stream) {
            var kept = stream.readNBytes(MAX_BYTES);
            stream.skip(Long.MAX_VALUE);
            return new String(kept, StandardCharsets.UTF_8);
          }
        });
    Thread.startVirtualThread(reading);
    return reading;
  }
}
