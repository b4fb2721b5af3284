package atoll.workload.docker;

import atoll.workload.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Whether an engine answers, and what it can hold a container to. */
final class EngineCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Engine engine;
  private final Path root;
  private volatile @Nullable EngineLimits limits;

  EngineCheck(Engine engine, Path root) {
    this.engine = engine;
    this.root = root;
  }

  /** Asks the engine anew, and waits at most five seconds for it. */
  Readiness readiness() {
    var asking = new FutureTask<>(engine::info);
    Thread.startVirtualThread(asking);
    try {
      var info = asking.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      var found = EngineLimits.of(info, mounts());
      limits = found;
      return new Readiness.Ready("Docker Engine " + info.getServerVersion(), found.unenforced());
    } catch (TimeoutException _) {
      return notReady("it took the call but said nothing for " + PATIENCE.toSeconds() + " s");
    } catch (ExecutionException e) {
      return notReady(
          e.getCause() instanceof EngineException failed ? failed.words() : e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return notReady("interrupted while asking it");
    }
  }

  /** What the engine can enforce; asked once, and again by every {@link #readiness}. */
  EngineLimits limits() {
    var known = limits;
    if (known != null) return known;
    var found = EngineLimits.of(engine.info(), mounts());
    limits = found;
    return found;
  }

  private Readiness notReady(String words) {
    var lower = words.toLowerCase(Locale.ROOT);
    String advice;
    if (lower.contains("permission denied"))
      advice = "let this user open the socket (add it to the group docker and log in again)";
    else if (lower.contains("no such file"))
      advice = "install Docker Engine and start it (systemctl start docker), or give its address";
    else advice = "start it (systemctl start docker) or see why it hangs (systemctl status docker)";
    return new Readiness.NotReady(
        "the Docker engine at " + engine.address() + " is not usable: " + words + "; " + advice);
  }

  private List<String> mounts() {
    var file = root.resolve("proc/self/mounts");
    try {
      return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException _) {
      return List.of(); // no such thing here: then no quotas are known to be on
    }
  }
}
