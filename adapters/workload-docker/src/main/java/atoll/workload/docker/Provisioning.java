package atoll.workload.docker;

import atoll.workload.Workload.ProvisionScript;
import com.github.dockerjava.api.model.Mount;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The scripts that run in a container before its program, in their order, once in its life, as the
 * image's user. A runner of ours, the container's first process, calls each by its path and then
 * becomes the program, whose arguments it is handed one by one, so nothing is quoted anew. What the
 * scripts write is captured like the program's output. How it went is told through a folder that
 * the container shares, so it is known even after this process was restarted meanwhile.
 *
 * <p>The folders lie in the workload's own, which only its owner may enter; inside the container
 * every user may read them.
 */
record Provisioning(Path scripts, Path status) {
  private static final String SCRIPTS_INSIDE = "/.atoll/provision";
  private static final String STATUS_INSIDE = "/.atoll/status";
  private static final String RUNNER = "run";
  private static final String DONE = "done";
  private static final String FAILED = "failed";

  /** How the scripts ended. */
  sealed interface Outcome {
    record Done() implements Outcome {}

    record Failed(String script, int exitCode) implements Outcome {}

    /** The container ended before they did. */
    record Cut() implements Outcome {}
  }

  /** The one in {@code folder}, whether it is there or not. */
  static Provisioning in(Path folder) {
    return new Provisioning(folder.resolve("provision"), folder.resolve("status"));
  }

  boolean exists() {
    return Files.exists(scripts);
  }

  void write(List<ProvisionScript> given) throws IOException {
    Files.createDirectories(scripts);
    Files.createDirectories(status);
    permit(scripts, "rwxr-xr-x");
    permit(status, "rwxrwxrwx");
    for (int i = 0; i < given.size(); i++) {
      var script = scripts.resolve(Integer.toString(i));
      Files.write(script, given.get(i).contents());
      permit(script, "rwxr-xr-x");
    }
    Files.writeString(scripts.resolve("names"), names(given));
    Files.writeString(scripts.resolve(RUNNER), runner(given.size()));
    permit(scripts.resolve("names"), "rw-r--r--");
    permit(scripts.resolve(RUNNER), "rwxr-xr-x");
  }

  List<String> entrypoint() {
    return List.of("/bin/sh", SCRIPTS_INSIDE + "/" + RUNNER);
  }

  List<Mount> mounts() {
    return List.of(
        ContainerPlan.bind(scripts.toAbsolutePath().toString(), SCRIPTS_INSIDE, true),
        ContainerPlan.bind(status.toAbsolutePath().toString(), STATUS_INSIDE, false));
  }

  /** How the scripts ended, as far as is known now. */
  Optional<Outcome> outcome() throws IOException {
    if (Files.exists(status.resolve(DONE))) return Optional.of(new Outcome.Done());
    var failed = status.resolve(FAILED);
    if (!Files.exists(failed)) return Optional.empty();
    var told = Files.readString(failed).strip().split(" ", -1);
    try {
      var names = Files.readAllLines(scripts.resolve("names"));
      return Optional.of(
          new Outcome.Failed(names.get(Integer.parseInt(told[0])), Integer.parseInt(told[1])));
    } catch (IndexOutOfBoundsException | NumberFormatException _) {
      return Optional.of(new Outcome.Failed("?", -1)); // the container can write there, too
    }
  }

  /** Waits until the scripts have ended, or {@code ending} has come. */
  Outcome await(CompletableFuture<?> ending) throws IOException, InterruptedException {
    try (var watcher = status.getFileSystem().newWatchService()) {
      status.register(watcher, StandardWatchEventKinds.ENTRY_CREATE);
      var _ =
          ending.whenComplete((_, _) -> {
            try {
              watcher.close();
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
      while (true) {
        var known = outcome();
        if (known.isPresent()) return known.get();
        watcher.take().reset();
      }
    } catch (ClosedWatchServiceException | NoSuchFileException _) {
      return outcome().orElseGet(Outcome.Cut::new);
    }
  }

  /** Names, a line each: a name cannot be trusted in a shell's text. */
  private static String names(List<ProvisionScript> given) {
    var lines = new StringBuilder();
    for (var script : given) lines.append(script.name().replaceAll("\\R", " ")).append('\n');
    return lines.toString();
  }

  private static String runner(int count) {
    return """
    #!/bin/sh
    if [ ! -e STATUS/done ]; then
      i=0
      while [ $i -lt COUNT ]; do
        SCRIPTS/$i </dev/null
        code=$?
        if [ $code -ne 0 ]; then
          echo "$i $code" >STATUS/failing
          mv STATUS/failing STATUS/failed
          exit $code
        fi
        i=$((i + 1))
      done
      : >STATUS/done
    fi
    exec "$@"
    """
        .replace("COUNT", Integer.toString(count))
        .replace("SCRIPTS", SCRIPTS_INSIDE)
        .replace("STATUS", STATUS_INSIDE);
  }

  /** Exactly these rights, whatever the process's mask says. */
  private static void permit(Path path, String rights) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
  }
}
