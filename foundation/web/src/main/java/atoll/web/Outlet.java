package atoll.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Where a streamed answer goes. Writing blocks while the reader is slow; one thread at a time. */
public final class Outlet {
  private final OutputStream out;

  Outlet(OutputStream out) {
    this.out = out;
  }

  /**
   * Sends a line now. An empty line is for keeping a silent stream alive and for noticing that its
   * reader went.
   *
   * @throws ReaderGoneException if nobody reads any more
   */
  public void line(String text) {
    try {
      out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new ReaderGoneException(e);
    }
  }

  /**
   * Sends bytes now, as they are.
   *
   * @throws ReaderGoneException if nobody reads any more
   */
  public void bytes(byte[] buffer, int length) {
    try {
      out.write(buffer, 0, length);
      out.flush();
    } catch (IOException e) {
      throw new ReaderGoneException(e);
    }
  }

  /** The reader of a stream has gone; there is nobody to tell. */
  public static final class ReaderGoneException extends RuntimeException {
    ReaderGoneException(IOException cause) {
      super("the reader of a stream has gone", cause);
    }
  }
}
