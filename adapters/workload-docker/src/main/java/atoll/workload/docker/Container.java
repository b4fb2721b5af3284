package atoll.workload.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container as the engine describes it.
 *
 * @param name without the slash that the engine puts before it
 * @param published ports of this machine, by the container's TCP ports that they lead to
 * @param alive it runs, is paused, or is about to be started again by its restart policy
 * @param started it ran at least once
 * @param pid of its first process, as the engine sees it; 0 if it does not run
 */
record Container(
    String id,
    String name,
    Map<String, String> labels,
    Map<Integer, Integer> published,
    boolean alive,
    boolean started,
    int exitCode,
    boolean outOfMemory,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    long pid) {

  static Container of(InspectContainerResponse answer) {
    var state = answer.getState();
    var labels = answer.getConfig().getLabels();
    var code = state.getExitCodeLong();
    var pid = state.getPidLong();
    return new Container(
        answer.getId(),
        answer.getName().substring(1),
        labels == null ? Map.of() : Map.copyOf(labels),
        published(answer.getHostConfig()),
        is(state.getRunning()) || is(state.getRestarting()) || is(state.getPaused()),
        !"created".equals(state.getStatus()),
        code == null ? -1 : code.intValue(),
        is(state.getOOMKilled()),
        instant(state.getStartedAt()),
        instant(state.getFinishedAt()),
        pid == null ? 0 : pid);
  }

  private static Map<Integer, Integer> published(@Nullable HostConfig host) {
    var published = new LinkedHashMap<Integer, Integer>();
    var bindings = host == null ? null : host.getPortBindings();
    if (bindings == null) return published;
    bindings
        .getBindings()
        .forEach((inside, outside) -> {
          if (inside.getProtocol() == InternetProtocol.TCP && outside != null)
            for (var binding : outside)
              if (binding.getHostPortSpec() != null
                  && binding.getHostPortSpec().matches("\\d{1,5}"))
                published.put(inside.getPort(), Integer.parseInt(binding.getHostPortSpec()));
        });
    return published;
  }

  private static boolean is(@Nullable Boolean flag) {
    return Boolean.TRUE.equals(flag);
  }

  /** The engine writes the year 1 for "never". */
  private static Optional<Instant> instant(@Nullable String text) {
    if (text == null) return Optional.empty();
    try {
      var at = Instant.parse(text);
      return at.isAfter(Instant.EPOCH) ? Optional.of(at) : Optional.empty();
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
