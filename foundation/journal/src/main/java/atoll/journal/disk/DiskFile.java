package atoll.journal.disk;

import java.io.Closeable;
import java.io.IOException;

/** An open file of a {@link Disk}. One thread writes. */
public interface DiskFile extends Closeable {
  long size() throws IOException;

  /**
   * Reads {@code length} bytes from {@code position} on.
   *
   * @throws java.io.EOFException if the file has fewer
   */
  void read(long position, byte[] into, int offset, int length) throws IOException;

  /**
   * Writes at {@code position}, at most the size. When it throws, any part may have been written.
   */
  void write(long position, byte[] from, int offset, int length) throws IOException;

  void truncate(long size) throws IOException;

  /**
   * Makes durable what was written. Once it threw, what was written since the last time is lost for
   * all that is known, even if it is called again and succeeds.
   */
  void force() throws IOException;
}
