package atoll.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The process's own output. A reader that has had enough, as {@code head} has, is no failure: what
 * it would get is dropped. Everything else that keeps from writing is one.
 */
final class StandardStream extends FilterOutputStream {
  private boolean readerGone;

  StandardStream(FileDescriptor descriptor) {
    this(new FileOutputStream(descriptor));
  }

  StandardStream(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    if (readerGone) return;
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      readerGone = e.getMessage() != null && e.getMessage().contains("Broken pipe");
      if (!readerGone) throw e;
    }
  }
}
