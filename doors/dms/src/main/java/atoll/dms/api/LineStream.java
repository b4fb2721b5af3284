package atoll.dms.api;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads lines as they come, none longer than a limit. */
final class LineStream implements Closeable {
  private static final int MAX_BYTES = 4 << 20;

  private final InputStream in;

  LineStream(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /**
   * The next line without its end; absent at the end of the stream.
   *
   * @throws IOException if the stream broke, or the line is too long
   */
  Optional<byte[]> next() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        if (line.size() > 0) throw new IOException("the stream ended within a line");
        return Optional.empty();
      }
      if (line.size() == MAX_BYTES)
        throw new IOException("a line is longer than " + MAX_BYTES + " bytes");
      line.write(b);
    }
    return Optional.of(line.toByteArray());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
