package atoll.workload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Captured output on disk, as the executor that fills it sees it. Each stream keeps at most a given
 * number of bytes; what comes after is dropped, and a line at the end says so.
 *
 * <p>Opening a folder again continues its files where they ended, so an executor that adopts a
 * running workload after a restart tells by {@link #length} how much it has already captured.
 */
public final class OutputFiles implements CapturedOutput, AutoCloseable {
  /** What one stream keeps unless told otherwise: 64 MiB. */
  public static final long DEFAULT_LIMIT_BYTES = 64L << 20;

  private final OutputFile stdout;
  private final OutputFile stderr;

  private OutputFiles(OutputFile stdout, OutputFile stderr) {
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /**
   * Opens or creates both files in {@code directory}, which must exist.
   *
   * @param limitBytes what each stream may keep, above zero
   */
  public static OutputFiles open(Path directory, long limitBytes) throws IOException {
    if (limitBytes <= 0)
      throw new IllegalArgumentException("output limit is not above zero: " + limitBytes);
    if (!Files.isDirectory(directory)) throw new IOException("not a folder: " + directory);
    var stdout = new OutputFile(directory.resolve(Stream.STDOUT.fileName()), limitBytes);
    try {
      return new OutputFiles(
          stdout, new OutputFile(directory.resolve(Stream.STDERR.fileName()), limitBytes));
    } catch (IOException e) {
      stdout.end();
      throw e;
    }
  }

  /**
   * Adds bytes to the end of a stream; whoever follows it wakes up.
   *
   * @throws IOException if the disk refuses them, or the output was closed
   */
  public void append(Stream stream, byte[] bytes) throws IOException {
    of(stream).append(bytes);
  }

  /** Bytes that readers can see, the line about dropped ones included. */
  public long length(Stream stream) {
    return of(stream).length();
  }

  /**
   * Nothing more will come: followers that have read everything are told so. Harmless to repeat.
   */
  @Override
  public void close() throws IOException {
    try {
      stdout.end();
    } finally {
      stderr.end();
    }
  }

  @Override
  public Path file(Stream stream) {
    return of(stream).path();
  }

  @Override
  public byte[] read(Stream stream, long offset, int maxBytes) throws IOException {
    return of(stream).read(offset, maxBytes);
  }

  @Override
  public boolean awaitBeyond(Stream stream, long offset, Duration atMost)
      throws InterruptedException {
    return of(stream).awaitBeyond(offset, atMost);
  }

  private OutputFile of(Stream stream) {
    return stream == Stream.STDOUT ? stdout : stderr;
  }
}
