package atoll.workload;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a workload wrote: two append-only files, {@code stdout.log} and {@code stderr.log}, in its
 * folder. Readers ask by byte offset, so that a stream that broke goes on where it was. Readable
 * from any thread, while the workload runs and after.
 */
public interface CapturedOutput {
  /** Which of the two. */
  enum Stream {
    STDOUT,
    STDERR;

    public String fileName() {
      return this == STDOUT ? "stdout.log" : "stderr.log";
    }
  }

  /** Where {@code stream} is kept; an absent file means that nothing was written. */
  Path file(Stream stream);

  /**
   * Bytes from {@code offset} on, at most {@code maxBytes}; empty if nothing is there yet. Never
   * blocks on the workload.
   */
  byte[] read(Stream stream, long offset, int maxBytes) throws IOException;

  /**
   * Waits until {@code stream} is longer than {@code offset} or will never be, without a limit.
   *
   * @return false if the workload has ended and all of {@code stream} lies before {@code offset}
   */
  default boolean awaitBeyond(Stream stream, long offset) throws InterruptedException {
    return awaitBeyond(stream, offset, Duration.ofNanos(Long.MAX_VALUE));
  }

  /** The same for at most {@code atMost}; true too if the time was over first. */
  boolean awaitBeyond(Stream stream, long offset, Duration atMost) throws InterruptedException;
}
