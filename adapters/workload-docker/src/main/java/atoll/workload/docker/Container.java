package atoll.workload.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container as the engine describes it.
 *
 * @param alive it runs, is paused, or is about to be started again by its restart policy
 * @param started it ran at least once
 * @param pid of its first process, as the engine sees it; 0 if it does not run
 */
record Container(
    String id,
    Map<String, String> labels,
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
        labels == null ? Map.of() : Map.copyOf(labels),
        is(state.getRunning()) || is(state.getRestarting()) || is(state.getPaused()),
        !"created".equals(state.getStatus()),
        code == null ? -1 : code.intValue(),
        is(state.getOOMKilled()),
        instant(state.getStartedAt()),
        instant(state.getFinishedAt()),
        pid == null ? 0 : pid);
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
