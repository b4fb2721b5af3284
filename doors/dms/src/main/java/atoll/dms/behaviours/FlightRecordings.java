package atoll.dms.behaviours;

import static atoll.dms.behaviours.Served.object;

import atoll.actor.Received;
import atoll.dms.behaviours.Served.Failure;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/**
 * What this process did in the last minutes, for whoever looks for a fault in it (DMS §4.1; the
 * original writes a trace of Go's). The JVM records from the first request on.
 */
final class FlightRecordings implements AutoCloseable {
  private static final Duration KEPT = Duration.ofMinutes(10);

  private final Path file;
  private Optional<Recording> recording = Optional.empty();

  FlightRecordings(Path workDirectory) {
    this.file = workDirectory.resolve("flight-recording.jfr");
  }

  void serve(Served served) {
    served.on("/dms/debug/flightrec", Failure.LOWER_ERROR, this::dump);
  }

  private synchronized CanonicalJson dump(Received message) {
    try {
      Files.createDirectories(file.getParent());
      if (recording.isEmpty()) recording = Optional.of(begin());
      recording.get().dump(file);
    } catch (IOException | ParseException e) {
      throw new AtollException(
          ErrorCode.STORAGE_FAILED, "recording to " + file + ": " + e.getMessage(), e);
    }
    return object().name("path").value(file.toString()).name("error").value("").endObject();
  }

  private static Recording begin() throws IOException, ParseException {
    var begun = new Recording(Configuration.getConfiguration("default"));
    begun.setMaxAge(KEPT);
    begun.start();
    return begun;
  }

  @Override
  public synchronized void close() {
    recording.ifPresent(Recording::close);
    recording = Optional.empty();
  }
}
