package atoll.workload.docker;

import atoll.workload.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whether an engine answers, and what it can hold a container to. Remembers what it said of itself
 * for as long as it is there, so that asking again is cheap.
 */
final class EngineCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final DockerHost engine;
  private final Path root;
  private volatile @Nullable Known known;

  private record Known(EngineInfo info, EngineLimits limits) {}

  EngineCheck(DockerHost engine, Path root) {
    this.engine = engine;
    this.root = root;
  }

  /** Asks the engine, and waits at most five seconds for it. */
  Readiness readiness() {
    var asking = new FutureTask<>(this::ask);
    var thread = Thread.startVirtualThread(asking);
    try {
      var answer = asking.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return new Readiness.Ready("Docker Engine " + answer.info.version(), caveats(answer.limits));
    } catch (TimeoutException _) {
      thread.interrupt();
      return notReady("it took the call but said nothing for " + PATIENCE.toSeconds() + " s");
    } catch (ExecutionException e) {
      known = null;
      return notReady(
          e.getCause() instanceof EngineException failed ? failed.words() : e.toString());
    } catch (InterruptedException _) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      return notReady("interrupted while asking it");
    }
  }

  private List<String> caveats(EngineLimits limits) {
    if (engine.isLocal() && NetworkNamespace.mayEnter()) return limits.unenforced();
    var caveats = new ArrayList<>(limits.unenforced());
    caveats.add(
        "health checks: http and tcp go through published ports, since only root on the engine's"
            + " machine may enter a container's network");
    return caveats;
  }

  /** What the engine can enforce; asked if it is not known yet. */
  EngineLimits limits() {
    var answer = known;
    return answer == null ? describe().limits : answer.limits;
  }

  private Known ask() {
    var answer = known;
    if (answer == null) return describe();
    EngineInfo.ping(engine);
    return answer;
  }

  private Known describe() {
    var info = EngineInfo.ask(engine);
    var answer = new Known(info, EngineLimits.of(info, mounts()));
    known = answer;
    return answer;
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
        "the Docker engine at " + engine + " is not usable: " + words + "; " + advice);
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
