package atoll.workload.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a container ended because this machine was started anew, and not by itself: no process of
 * before is alive then, and the engine writes some end, by its own time and with a code that says
 * nothing.
 *
 * @param root of the file system in which the machine is described
 * @param engineIsHere whether the engine runs on this machine at all
 */
record MachineStart(Path root, boolean engineIsHere) {
  /** What the engine writes where nobody saw the end. */
  private static final int NOBODY_SAW = 255;

  /** A machine that goes down takes so long to end what runs. */
  private static final Duration GOING_DOWN = Duration.ofMinutes(2);

  boolean ended(Container container) {
    var start = engineIsHere ? at() : Optional.<Instant>empty();
    if (start.isEmpty() || container.alive()) return false;
    if (container.startedAt().filter(start.get()::isAfter).isEmpty()) return false;
    boolean late =
        container.finishedAt().filter(end -> end.isBefore(start.get().minus(GOING_DOWN))).isEmpty();
    return late || container.exitCode() == NOBODY_SAW;
  }

  /** Empty where the kernel does not tell. */
  private Optional<Instant> at() {
    var file = root.resolve("proc/stat");
    if (!Files.isReadable(file)) return Optional.empty();
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith("btime "))
          .findFirst()
          .map(line -> Instant.ofEpochSecond(Long.parseLong(line.substring(6).strip())));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
