package atoll.acceptance.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import atoll.acceptance.terminal.Running;
import atoll.acceptance.terminal.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Docker engine of a test's own beside the machine's, which can be killed: with folders, a
 * socket, names and a network of its own, since an engine changes the bridge that it finds. Its
 * containers outlive it.
 */
final class OwnEngine implements AutoCloseable {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String COMMAND =
      "unshare --net dockerd --data-root %1$s/data --exec-root %1$s/exec --pidfile %1$s/pid -H unix://%1$s/sock"
          + " --bridge none --iptables=false --ip-forward=false"
          + " --containerd-namespace atoll --containerd-plugins-namespace atoll-plugins";

  private final Shell shell;
  private final Path folder;
  private @Nullable Running daemon;

  private OwnEngine(Shell shell, Path folder) {
    this.shell = shell;
    this.folder = folder;
  }

  /**
   * Where no engine can be started, the tests are skipped; except in CI, where they fail.
   *
   * @param folder of its own; short, since sockets lie in it
   */
  static OwnEngine at(Shell shell, Path folder) {
    var possible =
        shell.type(
            "[ $(id -u) = 0 ] && command -v dockerd && command -v containerd && command -v unshare");
    if (possible.exitCode() == 0)
      return new OwnEngine(shell.with("DOCKER_HOST", "unix://" + folder.resolve("sock")), folder);
    var missing = "an engine of its own takes root, dockerd and containerd";
    if (System.getenv("CI") != null) throw new IllegalStateException(missing);
    return abort(missing);
  }

  /** A shell for which this engine is the machine's. */
  Shell shell() {
    return shell;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param leavingAlone what runs by then goes on; otherwise it is ended first, as is usual
   */
  void begin(boolean leavingAlone) throws IOException {
    Files.deleteIfExists(folder.resolve("pid")); // what was killed leaves it, and is gone by now
    var command = COMMAND.formatted(folder) + (leavingAlone ? " --live-restore" : "");
    var begun = shell.begin(command);
    daemon = begun;
    begun.until("it answers", MINUTE, () -> shell.type("docker version").exitCode() == 0);
  }

  /** Ends the engine and its containerd without a word, and waits until both are gone. */
  void kill() {
    if (daemon == null) return;
    var engine = daemon.process().toHandle();
    var all = Stream.concat(Stream.of(engine), engine.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (var process : all) process.onExit().join();
    daemon = null;
  }

  /** How many containers of a deployment run now. */
  int running(String deployment) {
    return shell.type("docker ps -q --filter name=" + deployment).exits(0).lines().size();
  }

  /** Ends it in order, with all that it has. */
  @Override
  public void close() throws IOException {
    if (daemon == null) begin(true);
    shell.type("docker ps -aq | xargs -r docker rm -f", MINUTE);
    if (daemon != null) {
      var _ = daemon.signal("TERM").end(MINUTE);
    }
    // Of containers that it was killed while making, nobody knows any more.
    ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(folder + "/exec/"))
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .forEach(ProcessHandle::destroyForcibly);
    await("nothing of it is mounted")
        .atMost(MINUTE)
        .until(() ->
            shell
                    .type(
                        "grep -o '%s[^ ]*' /proc/self/mounts | xargs -r umount -l; ! grep -q %<s /proc/self/mounts"
                            .formatted(folder))
                    .exitCode()
                == 0);
  }
}
