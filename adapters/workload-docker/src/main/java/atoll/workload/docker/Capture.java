package atoll.workload.docker;

import atoll.workload.CapturedOutput.Stream;
import atoll.workload.OutputFiles;
import java.io.IOException;
import java.util.EnumMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what the engine sends into the captured output, each byte once.
 *
 * <p>A capture that is there from before the container's start takes the live stream and loses
 * nothing. One that resumes (after the stream broke, the container was restarted, or this process
 * was) has the engine send all that the container ever wrote, and passes over, for each stream, as
 * many bytes as its file holds already. The engine keeps each stream's bytes in order, so the count
 * alone is exact; times are not used, since clocks step back. Two limits of the engine remain: it
 * keeps about 1 GiB, and it ends an unfinished last line with a newline when it is sent again.
 */
final class Capture implements Frames.Sink {
  private static final Logger LOG = LoggerFactory.getLogger(Capture.class);

  private final OutputFiles output;
  private final EnumMap<Stream, Long> toPass = new EnumMap<>(Stream.class);
  private boolean refused;

  private Capture(OutputFiles output) {
    this.output = output;
  }

  static Capture live(OutputFiles output) {
    return new Capture(output);
  }

  static Capture resuming(OutputFiles output) {
    var capture = new Capture(output);
    for (var stream : Stream.values()) capture.toPass.put(stream, output.length(stream));
    return capture;
  }

  @Override
  public void accept(Stream stream, byte[] bytes) {
    long pass = toPass.getOrDefault(stream, 0L);
    int passed = (int) Math.min(pass, bytes.length);
    toPass.put(stream, pass - passed);
    if (passed == bytes.length || refused) return;
    try {
      output.append(stream, java.util.Arrays.copyOfRange(bytes, passed, bytes.length));
    } catch (IOException e) {
      // The workload goes on: it must not stand still because our disk is full.
      refused = true;
      LOG.warn("output of {} is lost from here on", output.file(stream), e);
    }
  }
}
