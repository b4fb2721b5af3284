package atoll.workload.docker;

import atoll.workload.CapturedOutput.Stream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Takes apart what the engine sends of a container without a terminal: frames of a stream's number,
 * three zero bytes, a length in big-endian order, and that many bytes (Docker Engine API, "Stream
 * format" of attach).
 */
final class Frames {
  private static final int HEADER_BYTES = 8;
  private static final int CHUNK_BYTES = 1 << 16;
  private static final int STDERR = 2;

  private Frames() {}

  /** Whoever wants the bytes. */
  interface Sink {
    void accept(Stream stream, byte[] bytes) throws IOException;
  }

  /** Reads to the end of {@code in}; a frame that is cut off is an {@link EOFException}. */
  static void read(InputStream in, Sink sink) throws IOException {
    while (true) {
      var header = in.readNBytes(HEADER_BYTES);
      if (header.length == 0) return;
      if (header.length < HEADER_BYTES) throw new EOFException("cut off in a frame's header");
      var stream = header[0] == STDERR ? Stream.STDERR : Stream.STDOUT;
      long left = Integer.toUnsignedLong(ByteBuffer.wrap(header).getInt(4));
      while (left > 0) {
        var bytes = in.readNBytes((int) Math.min(left, CHUNK_BYTES));
        if (bytes.length == 0) throw new EOFException("cut off in a frame");
        sink.accept(stream, bytes);
        left -= bytes.length;
      }
    }
  }
}
