package atoll.workload.wasm;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a child tells its parent: a kind in one byte, a length in four (big-endian), a payload. The
 * other way there is one {@link ModuleRequest}, and then only the end of the stream.
 */
record Frame(Kind kind, byte[] payload) {
  static final int MAX_PAYLOAD_BYTES = 32 << 10;

  /** The order of a child's life; OUT and ERR come between STARTED and the last one. */
  enum Kind {
    /** Warm: waiting for a module. */
    READY,
    /** The module cannot be started; the payload says why. */
    REFUSED,
    /** Compiled and linked: its first instruction is next. */
    STARTED,
    OUT,
    ERR,
    /** Ended by itself, or trapped; the payload is the code, four bytes. */
    EXITED,
    /** Trapped when its memory had come close to the limit. */
    EXHAUSTED
  }

  Frame {
    if (payload.length > MAX_PAYLOAD_BYTES)
      throw new IllegalArgumentException("frame is too long: " + payload.length + " bytes");
  }

  static Frame of(Kind kind) {
    return new Frame(kind, new byte[0]);
  }

  /** Text for people, without control characters; what does not fit is cut. */
  static Frame of(Kind kind, String text) {
    return of(kind, text, "");
  }

  /** Text for people as above, and then {@code end} as it is. */
  static Frame of(Kind kind, String text, String end) {
    var printable = text.replaceAll("\\p{Cntrl}", " ");
    var cut = printable.substring(0, Math.min(printable.length(), 1000));
    return new Frame(kind, (cut + end).getBytes(StandardCharsets.UTF_8));
  }

  static Frame exited(int code) {
    return new Frame(Kind.EXITED, ByteBuffer.allocate(4).putInt(code).array());
  }

  String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /**
   * @throws IOException if this is not an {@link Kind#EXITED} with a code
   */
  int code() throws IOException {
    if (kind != Kind.EXITED || payload.length != 4)
      throw new IOException("malformed exit frame of " + payload.length + " bytes");
    return ByteBuffer.wrap(payload).getInt();
  }

  /** In one write, so that frames of several threads do not mix. */
  void writeTo(OutputStream out) throws IOException {
    out.write(
        ByteBuffer.allocate(5 + payload.length)
            .put((byte) kind.ordinal())
            .putInt(payload.length)
            .put(payload)
            .array());
  }

  /**
   * The next frame, or nothing where the stream ends between two.
   *
   * @throws IOException if the bytes are no frame; nothing was allocated for them
   */
  static Optional<Frame> readFrom(DataInputStream in) throws IOException {
    int kind = in.read();
    if (kind < 0) return Optional.empty();
    if (kind >= Kind.values().length) throw new IOException("unknown frame kind " + kind);
    int length = in.readInt();
    if (length < 0 || length > MAX_PAYLOAD_BYTES)
      throw new IOException("frame length out of bounds: " + length);
    var payload = in.readNBytes(length);
    if (payload.length < length) throw new EOFException("stream ended inside a frame");
    return Optional.of(new Frame(Kind.values()[kind], payload));
  }
}
